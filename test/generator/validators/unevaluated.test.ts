// biome-ignore-all lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema
import { describe, expect, it } from "vitest";
import { compileWithAjv } from "../../../generator/emit/validators/compile-with-ajv.js";
import { writeValidatorModule } from "../../../generator/validators/write-validator-module.js";
import type { JsonSchema } from "../../../src/contract/json-schema.js";
import { evaluateSchema } from "../../../src/validation/evaluation/evaluate-schema.js";
import { loadValidator, type OwnValidator, runValidatorModule } from "./support/load-validator.js";

function load(schema: JsonSchema): OwnValidator {
  const validator = loadValidator(schema);
  if (validator === undefined) throw new Error("left to ajv");
  return validator;
}

const has = (name: string): JsonSchema => ({ properties: { [name]: true }, required: [name] });
const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** What it is about, schema, values that it accepts, values that it refuses. */
const cases: readonly (readonly [string, JsonSchema, readonly unknown[], readonly unknown[]])[] = [
  [
    "parts that always apply",
    {
      allOf: [{ $ref: "#/$defs/base" }, { patternProperties: { "^x-": { type: "integer" } } }],
      properties: { b: true },
      unevaluatedProperties: false,
      $defs: { base: { properties: { a: { type: "string" } } } },
    },
    [{}, { a: "a", b: 1, "x-1": 1 }, 1],
    [{ c: 1 }, { a: 1 }, { "x-1": "1" }, { "": 1 }, { toString: 1 }],
  ],
  [
    "branches, conditions and dependencies",
    {
      anyOf: [has("a"), has("b")],
      if: has("c"),
      then: { properties: { d: true } },
      else: { properties: { e: true } },
      dependentSchemas: { f: { properties: { g: true } } },
      properties: { f: true },
      unevaluatedProperties: false,
    },
    [
      { a: 1, b: 1 },
      { a: 1, c: 1, d: 1 },
      { b: 1, e: 1 },
      { a: 1, f: 1, g: 1 },
    ],
    [
      { a: 1, d: 1 },
      { a: 1, c: 1, e: 1 },
      { a: 1, g: 1 },
      { f: 1, g: 1 },
    ],
  ],
  [
    "what a branch has seen before it failed",
    {
      oneOf: [{ allOf: [{ anyOf: [has("a")] }], required: ["z"] }, { properties: { b: true } }],
      unevaluatedProperties: false,
    },
    [{ b: 1 }, {}],
    [{ a: 1 }, { a: 1, b: 1 }],
  ],
  [
    "what an outer schema has seen",
    { properties: { a: true }, allOf: [{ properties: { b: true }, unevaluatedProperties: false }] },
    [{ b: 1 }],
    [{ a: 1 }],
  ],
  [
    "items, after what an inner schema has counted",
    {
      prefixItems: [true],
      anyOf: [{ prefixItems: [true, { type: "string" }], required: ["x"] }, true],
      allOf: [{ contains: { const: 7 }, minContains: 0 }],
      unevaluatedItems: { type: "boolean" },
    },
    [[], [1], [1, "a"], [1, "a", true, 7, false], [1, true], [1, 7, 7]],
    [
      [1, "a", 1],
      [1, 2],
      [1, "a", 7, null],
    ],
  ],
  [
    "fields and items at once",
    {
      anyOf: [
        { properties: { "1": true }, prefixItems: [{ const: 1 }, true] },
        { patternProperties: { "^2$": true } },
      ],
      unevaluatedProperties: false,
      unevaluatedItems: false,
    },
    [{ "1": 1 }, { "1": 1, "2": 2 }, [1, 2], []],
    [{ "3": 1 }, [2], [1, 2, 3]],
  ],
  [
    "a schema for what remains, in every child",
    {
      $ref: "#/$defs/node",
      $defs: {
        node: {
          type: "object",
          oneOf: [has("leaf"), { required: ["tree"] }],
          unevaluatedProperties: { $ref: "#/$defs/node" },
        },
      },
    },
    [{ leaf: {} }, { tree: { leaf: 1 }, x: { tree: { leaf: 1 } } }],
    [{ tree: 1 }, { tree: { leaf: 1 }, x: 1 }, { tree: { tree: { tree: 1 } } }],
  ],
  [
    "fields that are called as validators call things",
    {
      properties: { notes: has("fits"), fits: true, isNoted: true },
      oneOf: [has("c"), has("data")],
      unevaluatedProperties: false,
    },
    [{ notes: { fits: 1 }, fits: 1, isNoted: 1, c: 1 }],
    [
      { notes: {}, c: 1 },
      { notes: { fits: 1 }, outer: 1, c: 1 },
    ],
  ],
  [
    "many branches and many names",
    {
      oneOf: range(60).map((index) => ({
        properties: {
          kind: { const: index },
          ...Object.fromEntries(range(30).map((name) => [`field_${index}_${name}`, true])),
        },
        required: ["kind"],
      })),
      unevaluatedProperties: false,
    },
    [{ kind: 59, field_59_29: 1 }],
    [{ kind: 58, field_59_29: 1 }, { kind: 60 }],
  ],
];

describe("unevaluatedProperties and unevaluatedItems", () => {
  it.each(cases)("%s", async (_, schema, valid, invalid) => {
    const { validate, failures } = load(schema);
    const byAjv = runValidatorModule((await compileWithAjv(schema)).code);
    for (const value of [...valid, ...invalid]) {
      const isValid = valid.includes(value);
      expect(validate(value), JSON.stringify(value)).toBe(isValid);
      expect(byAjv.validate(value), `ajv: ${JSON.stringify(value)}`).toBe(isValid);
      const expected = evaluateSchema(schema, schema, value).failures;
      expect(failures(value)).toEqual(expected);
      expect(expected.length === 0).toBe(isValid);
    }
  });

  it("tell which fields nothing speaks of, after everything else and in their order", () => {
    const { failures } = load({
      allOf: [{ $ref: "#/$defs/base" }],
      properties: { b: { type: "string" } },
      propertyNames: { maxLength: 1 },
      unevaluatedProperties: false,
      $defs: { base: { properties: { a: { type: "string" } } } },
    });
    const found = failures({ zz: 1, b: 1, y: 1, a: 1 });
    expect(
      found.map(({ keyword, path, field }) => [keyword, [...path, ...(field ? [field] : [])].join(".")]),
    ).toEqual([
      ["type", "a"],
      ["type", "b"],
      ["propertyNames", "zz"],
      ["unevaluatedProperties", "zz"],
      ["unevaluatedProperties", "y"],
    ]);
  });

  it("say once that a list has items too many", () => {
    const { failures } = load({ anyOf: [{ prefixItems: [true] }, true], unevaluatedItems: false });
    expect(failures([1, 2, 3]).map(({ keyword, path }) => [keyword, path])).toEqual([
      ["unevaluatedItems", []],
    ]);
  });

  it("take no longer for deep values of closed unions that refer to themselves", () => {
    const kinds = range(6).map((index) => ({
      properties: {
        kind: { const: index },
        next: { $ref: "#/$defs/node" },
        list: { contains: { $ref: "#/$defs/node" } },
      },
    }));
    const { validate, failures } = load({
      $ref: "#/$defs/node",
      $defs: { node: { allOf: [{ anyOf: kinds }], unevaluatedProperties: false, unevaluatedItems: false } },
    });
    let value: object = { kind: 7 };
    for (let depth = 0; depth < 40; depth++) value = { kind: 1, next: value };
    expect(validate(value)).toBe(false);
    // No branch fits, so nothing speaks of the fields either.
    expect(failures(value).map(({ keyword }) => keyword)).toEqual([
      "anyOf",
      "unevaluatedProperties",
      "unevaluatedProperties",
    ]);
  });

  it("cost nothing where all that is described always applies: no notes are taken", () => {
    const closed = {
      allOf: [{ properties: { a: true } }],
      properties: { b: true },
      unevaluatedProperties: false,
    };
    const text = writeValidatorModule(closed) ?? "";
    expect(text).toContain('for (const key in data) if (key !== "b" && key !== "a" &&');
    expect(text).not.toContain("notes");
    const { unevaluatedProperties: _, ...open } = closed;
    expect(writeValidatorModule({ ...open, oneOf: [has("a"), has("c")] })).not.toContain("notes");
  });
});
