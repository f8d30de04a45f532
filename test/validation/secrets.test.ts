// biome-ignore-all lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonSchema, JsonSchemaObject } from "../../src/contract/json-schema.js";
import { interpretedChecker } from "../../src/validation/checkers/interpreted-checker.js";
import { schemaChecker } from "../../src/validation/checkers/schema-checker.js";
import { evaluateSchema } from "../../src/validation/evaluation/evaluate-schema.js";
import { closeObjects } from "../../src/validation/schemas/close-objects.js";
import { arbitrarySchema } from "./support/arbitrary-schema.js";

const canary = "canary7315";
const context = { at: ["backend", "providers", "x"], provider: "x", fieldOwner: () => "other" };

/** Everything that is said about a value. */
async function said(schema: JsonSchema, value: unknown): Promise<string> {
  const closed = closeObjects(schema);
  const compiled = await (await schemaChecker(closed)).check(value, context);
  return JSON.stringify(compiled.issues);
}

const secret = { "x-secret": true };

it("an object of secrets that is empty may be told to be so", async () => {
  const schema = {
    properties: { s: { type: "object", properties: { token: { type: "string", "x-secret": true } } } },
  };
  expect(await said(schema, { s: null })).toContain("it is empty: write its fields, or {} for none");
});

describe("the value of a secret is in nothing that is said", () => {
  it.each<[string, JsonSchema, unknown]>([
    ["a text of the wrong type", { properties: { s: { ...secret, type: "integer" } } }, { s: canary }],
    [
      "a text that should be a list",
      { properties: { s: { ...secret, type: "array", items: { type: "string" } } } },
      { s: canary },
    ],
    ["a number", { properties: { s: { ...secret, type: "string" } } }, { s: 7315731573157315 }],
    ["a number out of range", { properties: { s: { ...secret, maximum: 5 } } }, { s: 7315 }],
    ["a text near an allowed one", { properties: { s: { ...secret, enum: ["canary7316"] } } }, { s: canary }],
    [
      "a pattern, a format, a length",
      { properties: { s: { ...secret, pattern: "^x", format: "uri", minLength: 99 } } },
      { s: canary },
    ],
    [
      "a list of secrets that is a text",
      { properties: { s: { type: "array", items: secret } } },
      { s: canary },
    ],
    [
      "a mapping of secrets that is a text",
      { properties: { s: { type: "object", additionalProperties: secret } } },
      { s: canary },
    ],
    [
      "a mapping with a secret field that is a text",
      { properties: { s: { type: "array", items: { properties: { t: secret } } } } },
      { s: canary },
    ],
    [
      "an unknown field in a secret",
      { properties: { s: { ...secret, properties: { user: {} } } } },
      { s: { [canary]: canary } },
    ],
    [
      "a misspelt field in a secret",
      { properties: { s: { ...secret, properties: { canary7316: {} }, required: ["canary7316"] } } },
      { s: { [canary]: 1 } },
    ],
    [
      "a field of a secret",
      { properties: { s: { ...secret, properties: { pin: { type: "string" } } } } },
      { s: { pin: 7315 } },
    ],
    [
      "a key of a secret map",
      { properties: { s: { ...secret, additionalProperties: { type: "string" } } } },
      { s: { [canary]: 1 } },
    ],
    [
      "a deep key of a secret",
      {
        properties: { s: { ...secret, additionalProperties: { additionalProperties: { type: "string" } } } },
      },
      { s: { [canary]: { [canary]: 1 } } },
    ],
    [
      "a badly named field of a secret",
      { properties: { s: { ...secret, propertyNames: { maxLength: 2 } } } },
      { s: { [canary]: 1 } },
    ],
    [
      "a secret behind a reference",
      { properties: { s: { $ref: "#/$defs/s" } }, $defs: { s: { ...secret, type: "integer" } } },
      { s: canary },
    ],
    [
      "a secret that only one part calls so",
      { allOf: [{ properties: { s: { enum: ["canary7316"] } } }, { properties: { s: secret } }] },
      { s: canary },
    ],
    [
      "a secret that only one branch calls so",
      {
        properties: {
          s: {
            anyOf: [
              { ...secret, const: "canary7316" },
              { type: "array", items: { type: "string" } },
            ],
          },
        },
      },
      { s: canary },
    ],
    [
      "a secret of the side of a condition that does not hold",
      {
        properties: { s: { enum: ["canary7316"] } },
        if: { required: ["zz"] },
        then: { properties: { s: secret } },
      },
      { s: canary },
    ],
    [
      "a key of a mapping that only a condition calls secret",
      {
        properties: { s: { additionalProperties: { type: "string" } } },
        if: { required: ["zz"] },
        then: { properties: { s: secret } },
      },
      { s: { [canary]: 1 } },
    ],
    [
      "a secret found by its name's pattern",
      { patternProperties: { _key$: { ...secret, enum: ["canary7316"] } } },
      { a_key: canary },
    ],
    [
      "a secret in a list",
      { properties: { s: { prefixItems: [{ ...secret, enum: ["canary7316"] }] } } },
      { s: [canary] },
    ],
    ["equal secrets", { properties: { s: { ...secret, uniqueItems: true } } }, { s: [canary, canary] }],
    ["everything", { ...secret, properties: { a: { type: "integer" } } }, { a: canary, [canary]: canary }],
    ["an unknown field, wherever it is", { properties: { password: secret } }, { passwrd: canary }],
    [
      "a secret in place of a mapping that holds it",
      { properties: { auth: { type: "object", properties: { password: secret } } } },
      { auth: canary },
    ],
  ])("%s", async (_what, schema, value) => {
    const text = await said(schema, value);
    expect(text).not.toBe("[]");
    expect(text).not.toContain("7315");
  });

  it("while fields that are no secrets still help", async () => {
    const schema = {
      properties: { mode: { enum: ["alpha", "omega"] }, token: { ...secret, type: "string" } },
    };
    expect(await said(schema, { mode: "alhpa", token: canary })).toContain('did you mean \\"alpha\\"?');
    expect(
      await said(
        { properties: { s: { ...secret, properties: { user: { type: "string" } } } } },
        { s: { user: 1 } },
      ),
    ).toContain("backend.providers.x.s.user must be a string, got a number");
  });

  it("whatever the schema is", async () => {
    // Every scalar of the value is a canary of its own, and every field called `a` or `kind` is a secret.
    const canaries = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom(canary, `${canary} x`, 7315, -7315.5),
        fc.array(tie("value"), { maxLength: 2 }),
        fc
          .array(fc.tuple(fc.constantFrom("a", "b", "kind", canary), tie("value")), { maxLength: 4 })
          .map((entries) => Object.fromEntries(entries)),
      ),
    })).value;
    await fc.assert(
      fc.asyncProperty(arbitrarySchema, canaries, async (schema, value) => {
        const closed = closeObjects(markSecrets(schema));
        const whole = { ...(closed as JsonSchemaObject), "x-secret": true };
        const { issues } = await interpretedChecker(whole).check(value, context);
        expect(JSON.stringify(issues)).not.toContain("7315");
      }),
      { numRuns: 400 },
    );
  });

  it("also when only some fields are secrets", async () => {
    const value = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom("a", "abc", 3, true),
        fc.array(tie("value"), { maxLength: 2 }),
        fc
          .array(fc.tuple(fc.constantFrom("a", "b", "c", "kind"), tie("value")), { maxLength: 4 })
          .map((entries) =>
            Object.fromEntries(entries.map(([name, item]) => [name, name === "a" ? plant(item) : item])),
          ),
      ),
    })).value;
    let refusals = 0;
    await fc.assert(
      fc.asyncProperty(arbitrarySchema, value, async (schema, item) => {
        // `a` is a secret in every object, so whatever stands below an `a` must not be shown.
        const closed = closeObjects(markSecrets(schema)) as JsonSchemaObject;
        if (evaluateSchema(closed, closed, item).failures.length > 0) refusals++;
        const { issues } = await interpretedChecker(closed).check(item, context);
        expect(JSON.stringify(issues)).not.toContain("7315");
      }),
      { numRuns: 500 },
    );
    expect(refusals).toBeGreaterThan(50);
  });
});

/** Puts canaries in the place of scalars. */
function plant(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plant);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plant(item)]));
  }
  return typeof value === "number" ? 7315 : canary;
}

/** Adds `a` as a secret wherever fields are described at all. */
function markSecrets(schema: JsonSchema): JsonSchema {
  if (typeof schema === "boolean")
    return schema ? { additionalProperties: true, properties: { a: secret } } : false;
  const marked = Object.fromEntries(
    Object.entries(schema).map(([keyword, value]): [string, unknown] => {
      if (["properties", "patternProperties", "$defs", "dependentSchemas"].includes(keyword)) {
        const entries = Object.entries(value as Record<string, JsonSchema>).map(
          ([name, part]): [string, unknown] => {
            const inner = markSecrets(part);
            return [name, name === "a" && typeof inner === "object" ? { ...inner, "x-secret": true } : inner];
          },
        );
        return [keyword, Object.fromEntries(entries)];
      }
      if (Array.isArray(value) && ["allOf", "anyOf", "oneOf", "prefixItems"].includes(keyword))
        return [keyword, value.map(markSecrets)];
      if (
        [
          "items",
          "additionalProperties",
          "unevaluatedProperties",
          "unevaluatedItems",
          "contains",
          "if",
          "then",
          "else",
        ].includes(keyword)
      ) {
        return [keyword, markSecrets(value as JsonSchema)];
      }
      return [keyword, value];
    }),
  ) as JsonSchemaObject;
  const { a = {} } = marked.properties ?? {};
  return {
    ...marked,
    properties: { ...marked.properties, a: typeof a === "object" ? { ...a, "x-secret": true } : a },
  };
}
