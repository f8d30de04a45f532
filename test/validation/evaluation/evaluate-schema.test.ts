import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonSchema } from "../../../src/contract/json-schema.js";
import type { ValidateFunction, ValidatorError } from "../../../src/contract/validator.js";
import { validatorChecker } from "../../../src/validation/checkers/validator-checker.js";
import { validatorOptions } from "../../../src/validation/checkers/validator-options.js";
import { evaluateSchema, matchesSchema } from "../../../src/validation/evaluation/evaluate-schema.js";
import { describeFailures } from "../../../src/validation/findings/describe-failures.js";
import { describeErrors } from "../../../src/validation/findings/validator-errors.js";
import { prepareSchema } from "../../../src/validation/schemas/prepare-schema.js";
import { arbitrarySchema, arbitraryValue } from "../support/arbitrary-schema.js";

const numRuns = Number(process.env.PROVC_TEST_RUNS ?? 300);

/** What a compiled validator says, compiled with the options that codegen and run time share. */
function compile(schema: JsonSchema) {
  return new Ajv2020({ ...validatorOptions, meta: false, validateSchema: false }).compile(
    prepareSchema(schema),
  );
}

describe("explaining a verdict", () => {
  it("agrees with the compiled validator on every schema and value", () => {
    fc.assert(
      fc.property(
        arbitrarySchema,
        fc.array(arbitraryValue, { minLength: 1, maxLength: 12 }),
        (schema, values) => {
          const validate = compile(schema);
          // Where a schema goes by what has been evaluated, ajv 8 is wrong at times; see the next test.
          if (JSON.stringify(schema).includes('"unevaluated')) return;
          for (const value of values) expect(matchesSchema(schema, schema, value)).toBe(validate(value));
        },
      ),
      { numRuns },
    );
  });

  it("decides where the compiled validator is known to be wrong", async () => {
    const allows = async (schema: JsonSchema, value: unknown): Promise<boolean> => {
      const checker = validatorChecker(compile(schema) as ValidateFunction, schema);
      return (await checker.check(value, { at: [] })).issues.length === 0;
    };
    const closed = { anyOf: [{ properties: { a: {} } }, { type: "string" }], unevaluatedProperties: false };
    expect(await allows(closed, { a: 1 })).toBe(true);
    expect(await allows(closed, JSON.parse('{"__proto__": 1}'))).toBe(false);
    expect(await allows(closed, { constructor: 1 })).toBe(false);
    const failed = {
      anyOf: [{ anyOf: [{ properties: { a: {} } }], required: ["b"] }, { properties: { c: {} } }],
      unevaluatedProperties: false,
    };
    expect(await allows(failed, { c: 1 })).toBe(true);
    expect(await allows(failed, { a: 1 })).toBe(false);
  });

  it("gives words for every refusal, each on one line and each once", () => {
    fc.assert(
      fc.property(
        arbitrarySchema,
        fc.array(arbitraryValue, { minLength: 1, maxLength: 12 }),
        (schema, values) => {
          const validate = compile(schema);
          for (const value of values) {
            if (validate(value)) continue;
            const issues = describeErrors(schema, value, validate.errors as ValidatorError[], { at: ["x"] });
            const messages = issues.map((issue) => issue.message);
            expect(messages.length).toBeGreaterThan(0);
            expect(new Set(messages).size).toBe(messages.length);
            for (const message of messages) expect(message).toMatch(/^[^\n\r]+[^.\n\r]$/);
          }
        },
      ),
      { numRuns },
    );
  });

  it("falls back to the validator's errors where it finds nothing itself", () => {
    const error = (keyword: string, params: object, instancePath = "/port"): ValidatorError => ({
      instancePath,
      schemaPath: "#/x",
      keyword,
      params: { ...params },
    });
    const words = (...errors: ValidatorError[]) =>
      describeErrors(true, { port: 1, list: [1] }, errors, { at: [] }).map(({ message }) => message);
    expect(words(error("type", { type: "string" }), error("if", {}))).toEqual([
      "port must be a string, got a number",
    ]);
    expect(words(error("required", { missingProperty: "host" }, ""))).toEqual(["host is required"]);
    expect(words(error("minimum", { limit: 5, comparison: ">=" }, "/list/0"))).toEqual([
      "list[0] must be at least 5, got 1",
    ]);
    expect(words(error("additionalProperties", { additionalProperty: "x" }, ""))).toEqual([
      'unknown field "x" in the config',
    ]);
    expect(words(error("false schema", {}))).toEqual(["port is not allowed here"]);
    expect(words(error("anyOf", {}))).toHaveLength(1);
  });
});

describe("evaluating", () => {
  it("ends on references that lead in a circle", () => {
    const circle = { $defs: { a: { $ref: "#/$defs/b" }, b: { $ref: "#/$defs/a" } }, $ref: "#/$defs/a" };
    expect(evaluateSchema(circle, circle, 1).failures).toEqual([]);
  });

  it("counts a field that is set to undefined as absent", () => {
    const schema = { properties: { a: { type: "string" } }, required: ["a"] };
    expect(evaluateSchema(schema, schema, { a: undefined }).failures.map(({ keyword }) => keyword)).toEqual([
      "required",
    ]);
    expect(compile(schema)({ a: undefined })).toBe(false);
  });

  it("takes no longer for deep values of unions that refer to themselves", () => {
    const kinds = Array.from({ length: 8 }, (_, index) => ({
      properties: {
        kind: { const: `k${index}` },
        left: { $ref: "#/$defs/node" },
        right: { $ref: "#/$defs/node" },
      },
      required: ["kind"],
    }));
    const schema = { $ref: "#/$defs/node", $defs: { node: { anyOf: kinds } } };
    let value: object = { kind: "unknown" };
    for (let depth = 0; depth < 30; depth++) value = { kind: "k1", left: value };
    const { failures } = evaluateSchema(schema, schema, value);
    expect(describeFailures(schema, value, failures, { at: [] })).toMatchObject([
      { message: expect.stringMatching(/^(left\.){30}kind must be one of: k0, k1, k2/) },
    ]);
  });

  it("looks at every level of a value that is nested deeply", () => {
    const schema = {
      $ref: "#/$defs/node",
      $defs: { node: { properties: { n: { $ref: "#/$defs/node" }, v: { type: "string" } } } },
    };
    let value: object = { v: 1 };
    for (let depth = 0; depth < 500; depth++) value = { n: value };
    expect(evaluateSchema(schema, schema, value).failures).toHaveLength(1);
  });

  it("keeps the branches of a union apart", () => {
    const schema = { anyOf: [{ type: "string" }, { required: ["a", "b"] }] };
    const [failure] = evaluateSchema(schema, schema, {}).failures;
    expect(failure?.branches?.map((branch) => branch.map(({ keyword, field }) => [keyword, field]))).toEqual([
      [["type", undefined]],
      [
        ["required", "a"],
        ["required", "b"],
      ],
    ]);
  });
});
