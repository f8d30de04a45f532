import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonSchema } from "../../src/contract/json-schema.js";
import type { ValidatorError } from "../../src/contract/validator.js";
import { evaluateSchema, matchesSchema } from "../../src/validation/evaluate-schema.js";
import { describeErrors } from "../../src/validation/validator-errors.js";
import { validatorOptions } from "../../src/validation/validator-options.js";
import { arbitrarySchema, arbitraryValue } from "./support/arbitrary-schema.js";

const numRuns = Number(process.env.PROVC_TEST_RUNS ?? 300);

/** What a compiled validator says, compiled with the options that codegen and run time share. */
function compile(schema: JsonSchema) {
  return new Ajv2020({ ...validatorOptions, meta: false, validateSchema: false }).compile(schema);
}

describe("explaining a verdict", () => {
  it("agrees with the compiled validator on every schema and value", () => {
    fc.assert(
      fc.property(arbitrarySchema, fc.array(arbitraryValue, { minLength: 1, maxLength: 12 }), (schema, values) => {
        const validate = compile(schema);
        for (const value of values) expect(matchesSchema(schema, schema, value)).toBe(validate(value));
      }),
      { numRuns },
    );
  });

  it("gives words for every refusal, each on one line and each once", () => {
    fc.assert(
      fc.property(arbitrarySchema, fc.array(arbitraryValue, { minLength: 1, maxLength: 12 }), (schema, values) => {
        const validate = compile(schema);
        for (const value of values) {
          if (validate(value)) continue;
          const issues = describeErrors(schema, value, validate.errors as ValidatorError[], { at: ["x"] });
          const messages = issues.map((issue) => issue.message);
          expect(messages.length).toBeGreaterThan(0);
          expect(new Set(messages).size).toBe(messages.length);
          for (const message of messages) expect(message).toMatch(/^[^\n\r]+[^.\n\r]$/);
        }
      }),
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
    expect(words(error("type", { type: "string" }), error("if", {}))).toEqual(["port must be a string, got a number"]);
    expect(words(error("required", { missingProperty: "host" }, ""))).toEqual(["host is required"]);
    expect(words(error("minimum", { limit: 5, comparison: ">=" }, "/list/0"))).toEqual(["list[0] must be at least 5, got 1"]);
    expect(words(error("additionalProperties", { additionalProperty: "x" }, ""))).toEqual(['unknown field "x" in the config']);
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
    expect(evaluateSchema(schema, schema, { a: undefined }).failures.map(({ keyword }) => keyword)).toEqual(["required"]);
    expect(compile(schema)({ a: undefined })).toBe(false);
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
