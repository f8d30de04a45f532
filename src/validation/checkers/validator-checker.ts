import type { JsonSchema } from "../../contract/json-schema.js";
import type { ValidateFunction, ValidatorError } from "../../contract/validator.js";
import type { CheckResult, ConfigChecker, IssueContext } from "../checker.js";
import { refuseDepth } from "../evaluation/refuse-depth.js";
import { usesUnevaluated } from "../schemas/prepare-schema.js";

/**
 * A checker that gets its verdict from a validator function of any make, and its words from the schema. What finds the words
 * is imported with the first mistake.
 */
export function validatorChecker(validate: ValidateFunction, schema: JsonSchema): ConfigChecker {
  // There ajv 8 is wrong at times: it counts what a branch has seen before it failed, and takes a field called
  // `constructor` for seen. Such schemas are interpreted.
  const isDoubtful = usesUnevaluated(schema);
  return {
    schema,
    check(value, context) {
      if (isDoubtful) return interpret(schema, value, context);
      try {
        if (validate(value)) return { value, issues: [] };
      } catch (error) {
        return refuseDepth(error, value, context);
      }
      return explain(schema, value, validate.errors ?? [], context);
    },
  };
}

async function interpret(schema: JsonSchema, value: unknown, context: IssueContext): Promise<CheckResult> {
  const { matchesSchema } = await import("../evaluation/evaluate-schema.js");
  try {
    if (matchesSchema(schema, schema, value)) return { value, issues: [] };
  } catch (error) {
    return refuseDepth(error, value, context);
  }
  return explain(schema, value, [], context);
}

async function explain(
  schema: JsonSchema,
  value: unknown,
  errors: readonly ValidatorError[],
  context: IssueContext,
): Promise<CheckResult> {
  const { explainErrors } = await import("../findings/validator-errors.js");
  try {
    return { value, ...explainErrors(schema, value, errors, context) };
  } catch (error) {
    return refuseDepth(error, value, context);
  }
}
