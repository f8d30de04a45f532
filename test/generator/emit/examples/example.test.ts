import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deriveExample } from "../../../../generator/emit/examples/example.js";
import { samplePattern } from "../../../../generator/emit/examples/sample-pattern.js";
import { compileValidator } from "../../../../generator/emit/validators/compile-validator.js";
import type { JsonSchema } from "../../../../src/contract/json-schema.js";

async function example(schema: JsonSchema, size?: "minimal"): Promise<unknown> {
  const { validate } = await compileValidator(schema);
  const found = deriveExample(schema, validate, size);
  if (found) expect(validate(found.value)).toBe(true);
  return found?.value;
}

const object = (properties: { readonly [name: string]: JsonSchema }, more: object = {}): JsonSchema => ({
  type: "object",
  properties,
  additionalProperties: false,
  ...more,
});

describe("an example", () => {
  it.each<[string, JsonSchema, unknown]>([
    [
      "believes examples before defaults",
      object({ a: { type: "string", examples: ["e"], default: "d" } }),
      { a: "e" },
    ],
    ["believes defaults before types", object({ a: { type: "integer", default: 5 } }), { a: 5 }],
    [
      "doubts examples that are wrong",
      object({ a: { type: "integer", examples: ["no"] } }, { required: ["a"] }),
      { a: 1 },
    ],
    [
      "takes the example of the whole",
      { ...(object({ a: { type: "integer" } }) as object), examples: [{ a: 7 }] },
      { a: 7 },
    ],
    [
      "adds the selector to an example of the whole",
      {
        ...(object({ engine: { const: "raw" }, a: true }, { required: ["engine"] }) as object),
        examples: [{ a: 7 }],
      },
      { engine: "raw", a: 7 },
    ],
    [
      "adds what is required to an example of the whole",
      {
        ...(object(
          { path: { type: "string", examples: ["./x"] }, a: true },
          { required: ["path"] },
        ) as object),
        examples: [{ a: 7 }],
      },
      { path: "./x", a: 7 },
    ],
    [
      "doubts a wrong example of the whole more than those of its fields",
      { ...(object({ a: { type: "integer", examples: [7] } }) as object), examples: [{ b: 1 }] },
      { a: 7 },
    ],
    [
      "shows what is required and what has examples",
      object(
        { a: { type: "string" }, b: { type: "string" }, c: { examples: [1] }, d: { type: "string" } },
        { required: ["a", "b"] },
      ),
      { a: "a", b: "b", c: 1 },
    ],
    [
      "shows no deprecated field",
      object({ old: { type: "string", deprecated: true }, now: { type: "string" } }),
      { now: "now" },
    ],
    [
      "constructs by type",
      object(
        {
          s: { type: "string" },
          i: { type: "integer" },
          n: { type: "number" },
          b: { type: "boolean" },
          z: { type: "null" },
        },
        { required: ["s", "i", "n", "b", "z"] },
      ),
      { s: "s", i: 1, n: 1, b: true, z: null },
    ],
    ["takes the first of a list", object({ a: { enum: ["x", "y"] } }), { a: "x" }],
    ["prefers a value to null", { type: ["null", "string"] }, "text"],
    [
      "fills lists",
      { type: "array", items: { type: "string" }, minItems: 2, uniqueItems: true },
      ["text", "text2"],
    ],
    [
      "fills tuples",
      { type: "array", prefixItems: [{ const: 1 }, { type: "string" }], items: false },
      [1, "text"],
    ],
    [
      "fills maps",
      { type: "object", additionalProperties: { type: "integer" }, minProperties: 2 },
      { name: 1, name2: 1 },
    ],
    [
      "fills maps with patterned keys",
      { type: "object", patternProperties: { "^x-": { const: 1 } }, additionalProperties: false },
      { "x-": 1 },
    ],
    [
      "names an environment variable",
      object({ token_env: { type: "string", pattern: "^[A-Z][A-Z0-9_]*$" } }),
      { token_env: "TOKEN_ENV" },
    ],
    ["keeps to lengths", object({ a: { type: "string", minLength: 5, maxLength: 6 } }), { a: "aaaaa" }],
    [
      "keeps to bounds",
      object({ a: { type: "integer", minimum: 10, maximum: 19, multipleOf: 7 } }),
      { a: 14 },
    ],
    ["knows formats", object({ a: { type: "string", format: "email" } }), { a: "someone@example.com" }],
    [
      "takes a branch that works",
      { oneOf: [false, { type: "object", required: ["a"], properties: { a: { const: 1 } } }] },
      { a: 1 },
    ],
    [
      "obeys conditions",
      {
        type: "object",
        required: ["mode"],
        properties: { mode: { const: "a" } },
        if: { properties: { mode: { const: "a" } } },
        // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
        then: { required: ["extra"], properties: { extra: { type: "boolean" } } },
      },
      { mode: "a", extra: true },
    ],
    [
      "ends where a schema recurs",
      {
        $ref: "#/$defs/tree",
        $defs: { tree: object({ children: { type: "array", items: { $ref: "#/$defs/tree" } } }) },
      },
      { children: [] },
    ],
    ["is missing where nothing is valid", false, undefined],
    [
      "is missing where it takes more than looking",
      { type: "string", pattern: "^(?=.*x)(?=.*y)[a-z]$" },
      undefined,
    ],
  ])("%s", async (_title, schema, expected) => {
    expect(await example(schema)).toEqual(expected);
  });

  it("shows a secret as a reference to the environment, in examples of whole objects too", async () => {
    const properties = {
      token: { type: "string", "x-secret": true, default: "canary", examples: ["canary"] },
      key: { type: "string", "x-secret": true, "x-env": "API_KEY" },
      hex: { type: "string", "x-secret": true, pattern: "^[0-9a-f]{4}$" },
      pin: { type: "integer", "x-secret": true },
    };
    const required = ["token", "key", "hex"];
    expect(await example(object(properties, { required }))).toEqual({
      token: "${TOKEN}",
      key: "${API_KEY}",
      hex: "aaaa",
    });
    const examples = [{ auth: { token: "canary", key: "canary", hex: "cafe", pin: 1234 }, other: 1 }];
    const nested = object({ auth: object(properties, { required }), other: true }, { examples });
    expect(await example(nested)).toEqual({
      auth: { token: "${TOKEN}", key: "${API_KEY}", hex: "aaaa" },
      other: 1,
    });
  });

  it("is as small as possible where it should be", async () => {
    const schema = object(
      { a: { type: "string" }, b: { type: "string", examples: ["x"] } },
      { required: ["a"] },
    );
    expect(await example(schema, "minimal")).toEqual({ a: "a" });
  });

  it("changes no prototype", async () => {
    const schema = JSON.parse(
      '{"type": "object", "required": ["__proto__"], "properties": {"__proto__": {"const": 5}}}',
    ) as JsonSchema;
    expect(Object.keys((await example(schema)) as object)).toEqual(["__proto__"]);
  });
});

describe("the sample of a pattern", () => {
  it.each([
    ["^[a-z]+$", "a"],
    ["^(?:ab|cd){2}-\\d{3}$", "abab-111"],
    ["^v\\d+\\.\\d+(?:-[a-z]+)?$", "v1.1"],
    ["^[^a-z]$", "A"],
    ["^(?<year>\\d{4})$", "1111"],
    ["^\\s\\w\\W$", " a-"],
    ["^[\\]x]{2,4}$", "]]"],
    ["a.c", "aac"],
    ["^\\p{L}$", undefined],
    ["(a)\\1", undefined],
    ["^(?=a)a$", undefined],
    ["(", undefined],
    ["[", undefined],
    ["\\", undefined],
    ["^a{1000000000}$", undefined],
  ])("of %s is %j", (pattern, expected) => {
    expect(samplePattern(pattern)).toBe(expected);
  });

  it("matches, whatever the pattern", () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 12, unit: fc.constantFrom(..."ab1[](){}|?*+.^$\\d-,:<=!") }),
        (pattern) => {
          const sample = samplePattern(pattern);
          if (sample !== undefined) expect(sample).toMatch(new RegExp(pattern, "u"));
        },
      ),
      { numRuns: 2000 },
    );
  });
});
