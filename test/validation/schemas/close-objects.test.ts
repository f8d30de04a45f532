// biome-ignore-all lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonSchema } from "../../../src/contract/json-schema.js";
import { validatorOptions } from "../../../src/validation/checkers/validator-options.js";
import { matchesSchema } from "../../../src/validation/evaluation/evaluate-schema.js";
import { closeObjects } from "../../../src/validation/schemas/close-objects.js";
import { arbitrarySchema, arbitraryValue } from "../support/arbitrary-schema.js";

const accepts = (schema: JsonSchema, value: unknown): boolean =>
  new Ajv2020({ ...validatorOptions, validateSchema: false }).compile(closeObjects(schema))(value) as boolean;

describe("what is written", () => {
  it.each<[string, JsonSchema, JsonSchema]>([
    [
      "an object with properties",
      { properties: { a: {} } },
      { properties: { a: {} }, additionalProperties: false },
    ],
    ["no properties at all", { properties: {} }, { properties: {}, additionalProperties: false }],
    [
      "nested objects, maps, lists",
      { properties: { a: { items: { properties: {} } } }, additionalProperties: { properties: {} } },
      {
        properties: { a: { items: { properties: {}, additionalProperties: false } } },
        additionalProperties: { properties: {}, additionalProperties: false },
      },
    ],
    [
      "an object that says itself",
      { properties: { a: {} }, additionalProperties: true },
      { properties: { a: {} }, additionalProperties: true },
    ],
    [
      "one that says it the other way",
      { properties: { a: {} }, unevaluatedProperties: {} },
      { properties: { a: {} }, unevaluatedProperties: {} },
    ],
    ["an object without properties", { type: "object" }, { type: "object" }],
    ["a map of patterns", { patternProperties: { "^x": {} } }, { patternProperties: { "^x": {} } }],
    [
      "something that is no object",
      { type: "string", properties: { a: {} } },
      { type: "string", properties: { a: {} } },
    ],
    [
      "parts that add fields",
      { properties: { a: {} }, allOf: [{ properties: { b: {} } }] },
      {
        properties: { a: {} },
        allOf: [{ properties: { b: {} } }],
        unevaluatedProperties: false,
      },
    ],
    [
      "parts that add none",
      { properties: { a: {}, b: {} }, anyOf: [{ required: ["a"] }, { required: ["b"] }] },
      {
        properties: { a: {}, b: {} },
        anyOf: [{ required: ["a"] }, { required: ["b"] }],
        additionalProperties: false,
      },
    ],
    [
      "a plain union",
      { oneOf: [{ properties: { a: {} } }, { type: "string" }] },
      {
        oneOf: [{ properties: { a: {} }, additionalProperties: false }, { type: "string" }],
      },
    ],
    [
      "a union of more than one sort",
      { anyOf: [{ properties: { a: {} } }], oneOf: [{ properties: { b: {} } }] },
      {
        anyOf: [{ properties: { a: {} } }],
        oneOf: [{ properties: { b: {} } }],
        unevaluatedProperties: false,
      },
    ],
    [
      "a single part",
      { allOf: [{ properties: { a: {} } }, { required: ["a"] }] },
      {
        allOf: [{ properties: { a: {} }, additionalProperties: false }, { required: ["a"] }],
      },
    ],
    [
      "a part that is open",
      { properties: { a: {} }, allOf: [{ properties: { b: {} }, additionalProperties: true }] },
      {
        properties: { a: {} },
        allOf: [{ properties: { b: {} }, additionalProperties: true }],
      },
    ],
    [
      "a part whose target is elsewhere",
      { $ref: "other.json", properties: { a: {} } },
      { $ref: "other.json", properties: { a: {} } },
    ],
    [
      "questions",
      {
        not: { properties: { a: {} } },
        contains: { properties: {} },
        if: { properties: { b: { properties: {} } } },
      },
      {
        not: { properties: { a: {} } },
        contains: { properties: {} },
        if: { properties: { b: { properties: {} } } },
      },
    ],
    ["booleans", true, true],
  ])("for %s", (_what, schema, closed) => {
    const before = structuredClone(schema);
    expect(closeObjects(schema)).toEqual(closed);
    expect(schema).toEqual(before);
  });

  it("keeps the order of keys, and puts what is new last", () => {
    const closed = closeObjects({ required: ["b"], properties: { b: {}, a: {} }, type: "object" });
    expect(Object.keys(closed)).toEqual(["required", "properties", "type", "additionalProperties"]);
    expect(Object.keys((closed as { properties: object }).properties)).toEqual(["b", "a"]);
  });
});

describe("definitions", () => {
  const base = { properties: { id: {} } };

  it("are closed where they are used as they are", () => {
    const closed = closeObjects({
      properties: { x: { $ref: "#/$defs/base" } },
      $defs: { base, unused: base },
    });
    expect(closed).toMatchObject({
      properties: { x: { $ref: "#/$defs/base" } },
      $defs: { base: { additionalProperties: false }, unused: base },
    });
    expect((closed as { $defs: { unused: object } }).$defs.unused).toEqual(base);
  });

  it("stay open where they are a part, without a second copy", () => {
    const closed = closeObjects({ $ref: "#/$defs/base", properties: { x: {} }, $defs: { base } });
    expect(closed).toEqual({
      $ref: "#/$defs/base",
      properties: { x: {} },
      $defs: { base },
      unevaluatedProperties: false,
    });
  });

  it("are written twice where both are needed", () => {
    const closed = closeObjects({
      properties: { whole: { $ref: "#/$defs/base" } },
      allOf: [{ $ref: "#/$defs/base" }],
      $defs: { base, baseOpen: {} },
    });
    expect(closed).toEqual({
      properties: { whole: { $ref: "#/$defs/base" } },
      allOf: [{ $ref: "#/$defs/baseOpen2" }],
      $defs: { base: { ...base, additionalProperties: false }, baseOpen: {}, baseOpen2: base },
      unevaluatedProperties: false,
    });
  });

  it("may refer to themselves, also in a question", () => {
    const node = { properties: { next: { $ref: "#/$defs/node" } } };
    const schema = {
      properties: { list: { $ref: "#/$defs/node" } },
      not: { $ref: "#/$defs/node" },
      $defs: { node },
    };
    expect(closeObjects(schema)).toEqual({
      properties: { list: { $ref: "#/$defs/node" } },
      not: { $ref: "#/$defs/nodeOpen" },
      $defs: {
        node: { ...node, additionalProperties: false },
        nodeOpen: { properties: { next: { $ref: "#/$defs/nodeOpen" } } },
      },
      additionalProperties: false,
    });
  });

  it.each(["a/b", "a b", "a~b", "100%", "#x", "é", "a.b-c", "$x"])("may be called %j", (name) => {
    const key = encodeURIComponent(name.replaceAll("~", "~0").replaceAll("/", "~1"));
    const base = { properties: { a: {} } };
    const schema = {
      properties: {
        x: { $ref: `#/$defs/${key}` },
        y: { allOf: [{ $ref: `#/$defs/${key}` }], properties: { b: {} } },
      },
      $defs: { [name]: base },
    };
    expect(accepts(schema, { x: { a: 1 }, y: { a: 1, b: 2 } })).toBe(true);
    expect(accepts(schema, { x: { b: 1 } })).toBe(false);
    expect(accepts(schema, { y: { c: 1 } })).toBe(false);
    expect(closeObjects(closeObjects(schema))).toEqual(closeObjects(schema));
  });
});

describe("what is accepted", () => {
  const conditional = {
    properties: {
      mode: { enum: ["plain", "tls"] },
      server: { properties: { host: {}, port: {}, tls: { properties: { cert: {} } } } },
    },
    if: { properties: { mode: { const: "tls" } }, required: ["mode"] },
    then: {
      properties: { server: { properties: { port: { const: 443 } }, required: ["port"] }, cert: {} },
      required: ["cert"],
    },
  };
  it.each<[string, JsonSchema, readonly unknown[], readonly unknown[]]>([
    [
      "a child that a condition constrains is closed by its main description only",
      conditional,
      [
        { mode: "plain", server: { host: "h" } },
        { mode: "tls", server: { host: "h", port: 443 }, cert: "c" },
      ],
      [
        { mode: "plain", server: { hots: "h" } },
        { mode: "plain", cert: "c" },
        { mode: "tls", cert: "c", x: 1 },
        { server: { tls: { crt: 1 } } },
      ],
    ],
    [
      "a child that two parts describe with different fields stays open",
      {
        allOf: [
          { properties: { a: { properties: { x: {} } } } },
          { properties: { a: { properties: { y: {} } } } },
        ],
      },
      [{ a: { x: 1, y: 2 } }],
      [{ b: 1 }],
    ],
    [
      "a branch of a union with shared fields is closed as a whole",
      {
        properties: { name: {} },
        oneOf: [
          { properties: { kind: { const: "a" }, x: { properties: { deep: {} } } }, required: ["kind"] },
          { properties: { kind: { const: "b" }, y: {} }, required: ["kind"] },
        ],
      },
      [
        { name: "n", kind: "a", x: { deep: 1 } },
        { kind: "b", y: 1 },
      ],
      [
        { kind: "a", y: 1 },
        { kind: "b", z: 1 },
        { kind: "a", x: { deeep: 1 } },
      ],
    ],
    [
      "dependent fields belong to the object",
      { properties: { a: {} }, dependentSchemas: { a: { properties: { b: {} } } } },
      [{ a: 1, b: 2 }, {}],
      [{ b: 2 }, { a: 1, c: 2 }],
    ],
    [
      "an extended definition",
      {
        allOf: [{ $ref: "#/$defs/base" }],
        properties: { extra: {}, other: { $ref: "#/$defs/base" } },
        $defs: { base: { properties: { id: {}, meta: { properties: { v: {} } } }, required: ["id"] } },
      },
      [{ id: 1, extra: 2, meta: { v: 1 }, other: { id: 3 } }],
      [
        { id: 1, extr: 2 },
        { id: 1, meta: { w: 1 } },
        { id: 1, other: { id: 3, extra: 4 } },
      ],
    ],
    [
      "items that a part constrains",
      {
        properties: { list: { items: { properties: { a: {}, b: {} } } } },
        anyOf: [{ properties: { list: { items: { properties: { a: { const: 1 } } } } } }],
      },
      [{ list: [{ a: 1, b: 2 }] }],
      [{ list: [{ a: 1, c: 2 }] }, { list: [{ a: 2 }] }],
    ],
  ])("%s", (_what, schema, good, bad) => {
    for (const value of good) expect([value, accepts(schema, value)]).toEqual([value, true]);
    for (const value of bad) expect([value, accepts(schema, value)]).toEqual([value, false]);
  });
});

describe("for every schema", () => {
  it("closing again a union whose branch describes all other fields changes nothing", () => {
    const closed = closeObjects({
      properties: { a: {} },
      oneOf: [{ unevaluatedProperties: { $ref: "#/$defs/other" } }, { $ref: "#/$defs/whole" }],
      $defs: {
        whole: { properties: { b: { $ref: "#/$defs/other" } } },
        other: { properties: { c: { $ref: "#/$defs/whole" } } },
      },
    });
    expect(closed).toMatchObject({ unevaluatedProperties: false });
    expect(closeObjects(closed)).toEqual(closed);
  });

  it("closing twice is closing once", () => {
    fc.assert(
      fc.property(arbitrarySchema, (schema) => {
        const closed = closeObjects(schema);
        expect(closeObjects(closed)).toEqual(closed);
      }),
      { numRuns: 500 },
    );
  });

  it("a schema of objects only accepts less when it is closed", () => {
    // Below `not` and in `oneOf`, refusing more means accepting more, so those are left out here.
    const monotone = arbitrarySchema.filter(
      (schema) => !/"(?:not|oneOf|if|contains|minContains|maxProperties)"/.test(JSON.stringify(schema)),
    );
    fc.assert(
      fc.property(monotone, fc.array(arbitraryValue, { maxLength: 8 }), (schema, values) => {
        const closed = closeObjects(schema);
        for (const value of values) {
          if (matchesSchema(closed, closed, value)) expect(matchesSchema(schema, schema, value)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("fields that are declared are never refused for being there", () => {
    fc.assert(
      fc.property(arbitrarySchema, fc.array(arbitraryValue, { maxLength: 8 }), (schema, values) => {
        // With every object made of declared fields that may hold anything, closing must not refuse what is complete.
        const declared = keepNames(schema);
        const closed = closeObjects(declared);
        for (const value of values) {
          if (!matchesSchema(declared, declared, value) || matchesSchema(closed, closed, value)) continue;
          expect(hasUndeclared(declared, value)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** Only the structure that declares fields: properties and `allOf`, through references. */
function keepNames(schema: JsonSchema): JsonSchema {
  if (typeof schema === "boolean") return true;
  const kept: { [keyword: string]: unknown } = {};
  if (schema.properties) {
    kept.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([name, part]) => [name, keepNames(part)]),
    );
  }
  if (schema.allOf) kept.allOf = schema.allOf.map(keepNames);
  if (schema.items !== undefined) kept.items = keepNames(schema.items);
  if (schema.$ref) kept.$ref = schema.$ref;
  if (schema.$defs) {
    kept.$defs = Object.fromEntries(
      Object.entries(schema.$defs).map(([name, part]) => [name, keepNames(part)]),
    );
  }
  return kept;
}

/** Whether an object somewhere has a field that no schema for its place declares, worked out without closing. */
function hasUndeclared(root: JsonSchema, value: unknown): boolean {
  const collect = (schema: JsonSchema, seen: Set<JsonSchema>): Exclude<JsonSchema, boolean>[] => {
    if (typeof schema === "boolean" || seen.has(schema)) return [];
    seen.add(schema);
    const definitions = (root as { $defs: Record<string, JsonSchema> }).$defs;
    const target = schema.$ref ? definitions[schema.$ref.replace("#/$defs/", "")] : undefined;
    return [
      schema,
      ...(target === undefined ? [] : collect(target, seen)),
      ...(schema.allOf ?? []).flatMap((part) => collect(part, seen)),
    ];
  };
  const search = (schemas: readonly JsonSchema[], item: unknown): boolean => {
    const all = schemas.flatMap((schema) => collect(schema, new Set()));
    if (Array.isArray(item)) {
      const items = all.flatMap((schema) => (schema.items === undefined ? [] : [schema.items]));
      return item.some((entry) => search(items, entry));
    }
    if (typeof item !== "object" || item === null) return false;
    const describing = all.filter((schema) => schema.properties !== undefined);
    if (describing.length === 0) return false;
    return Object.entries(item).some(([name, entry]) => {
      const children = describing.flatMap((schema) =>
        Object.hasOwn(schema.properties ?? {}, name) ? [schema.properties?.[name] ?? true] : [],
      );
      return children.length === 0 || search(children, entry);
    });
  };
  return search([root], value);
}
