// biome-ignore-all lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonSchema } from "../../../src/contract/json-schema.js";
import { validatorOptions } from "../../../src/validation/checkers/validator-options.js";
import { evaluateSchema } from "../../../src/validation/evaluation/evaluate-schema.js";
import { prepareSchema, usesUnevaluated } from "../../../src/validation/schemas/prepare-schema.js";
import { arbitraryConfig, arbitraryConfigSchema } from "../../generator/emit/fixtures/arbitrary-config.js";

function compile(schema: JsonSchema): (value: unknown) => boolean {
  const ajv = new Ajv2020({ ...validatorOptions, meta: false, validateSchema: false });
  const prepared = prepareSchema(schema);
  ajv.opts.unevaluated = usesUnevaluated(prepared);
  return ajv.compile(prepared as object);
}

const numbered = { patternProperties: { "^y-": { type: "integer" } } };
const withZ = { properties: { z: true }, required: ["z"] };

describe("a prepared schema", () => {
  it.each<[string, JsonSchema, unknown[], unknown[]]>([
    [
      "keeps the fields of the object where a dependency does not apply",
      {
        properties: { a: true },
        dependentSchemas: { z: { properties: { z: true, q: true } } },
        unevaluatedProperties: false,
      },
      [{ a: 1 }, { a: 1, z: 1, q: 1 }, {}],
      [{ q: 1 }, { a: 1, q: 1 }],
    ],
    [
      "forgets what a failed condition has looked at",
      {
        if: { properties: { a: { const: 1 } }, required: ["a"] },
        then: withZ,
        else: { properties: { b: true } },
        unevaluatedProperties: false,
      },
      [{ a: 1, z: 1 }, { b: 1 }],
      [{ a: 2 }, { a: 1 }, { a: 1, z: 1, b: 1 }],
    ],
    [
      "forgets the patterns of a failed branch",
      {
        oneOf: [{ properties: { q: { type: "null" } }, required: ["q"], ...numbered }, { ...withZ }],
        unevaluatedProperties: false,
      },
      [{ q: null, "y-1": 1 }, { z: 1 }],
      [
        { q: 1, z: 1 },
        { z: 1, "y-1": "s" },
      ],
    ],
    [
      "notes patterns beside a condition",
      { ...numbered, if: { required: ["a"] }, then: withZ, unevaluatedProperties: false },
      [{ "y-1": 1 }],
      [{ "y-1": 1, a: 1 }],
    ],
    [
      "notes patterns beside branches",
      { ...numbered, anyOf: [withZ, { required: ["y-1"] }], unevaluatedProperties: false },
      [{ "y-1": 1 }],
      [{ "y-1": "s" }],
    ],
  ])("%s", (_title, schema, valid, invalid) => {
    const validate = compile(schema);
    expect(valid.map((value) => validate(value))).toEqual(valid.map(() => true));
    expect(invalid.map((value) => validate(value))).toEqual(invalid.map(() => false));
  });

  it("is checked by ajv as the specification says", () => {
    const values = fc.sample(arbitraryConfig, 60);
    fc.assert(
      fc.property(arbitraryConfigSchema, (schema) => {
        const validate = compile(schema);
        for (const value of values) {
          const expected = evaluateSchema(schema, schema, value).failures.length === 0;
          if (validate(value) !== expected)
            expect.unreachable(`expected ${expected}: ${JSON.stringify({ value, schema })}`);
        }
      }),
      { numRuns: 100 },
    );
  });

  it("does not throw where patterns stand beside a condition, even if nobody asks what was described", () => {
    const schema: JsonSchema = { allOf: [{ if: { required: ["a"] }, then: withZ }], ...numbered };
    const validate = new Ajv2020(validatorOptions).compile(prepareSchema(schema) as object);
    expect([{ "y-1": 1 }, { "y-1": "s" }, { a: 1 }].map((value) => validate(value))).toEqual([
      true,
      false,
      false,
    ]);
  });

  it("checks a field named __proto__", () => {
    const schema = JSON.parse(
      '{"properties": {"__proto__": {"type": "integer"}}, "additionalProperties": false}',
    ) as JsonSchema;
    const validate = compile(schema);
    expect(validate(JSON.parse('{"__proto__": 1}'))).toBe(true);
    expect(validate(JSON.parse('{"__proto__": "1"}'))).toBe(false);
  });

  it("is the same schema where nothing has to change", () => {
    const schema: JsonSchema = {
      properties: { a: { anyOf: [withZ, { maxProperties: 1 }] } },
      if: withZ,
      then: { minProperties: 2 },
    };
    expect(prepareSchema(schema)).toBe(schema);
    expect(prepareSchema(true)).toBe(true);
  });

  it("takes no definition's name", () => {
    const schema = {
      anyOf: [{ $ref: "#/$defs/noted" }],
      $defs: { noted: withZ },
      unevaluatedProperties: false,
    };
    expect(compile(schema)({ z: 1 })).toBe(true);
    expect(compile(schema)({})).toBe(false);
  });
});
