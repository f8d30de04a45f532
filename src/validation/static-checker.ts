import type { JsonSchema } from "../contract/json-schema.js";
import type { ValidateFunction, ValidatorModule } from "../contract/validator.js";
import type { CheckResult, ConfigChecker, IssueContext } from "./checker.js";
import { describeErrors } from "./validator-errors.js";

/** A checker around a precompiled validator. */
export function staticChecker(module: ValidatorModule): ConfigChecker {
  const { validate, schema } = module;
  return { schema, check: (value, context) => checkWith(validate, schema, value, context) };
}

/** Runs a validator function and puts its errors into words. */
export function checkWith(
  validate: ValidateFunction,
  schema: JsonSchema,
  value: unknown,
  context: IssueContext,
): CheckResult {
  try {
    if (validate(value)) return { value, issues: [] };
    return { value, issues: describeErrors(schema, value, validate.errors ?? [], context) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // The stack is used up: a value nested thousands of levels deep, or one that holds itself.
    const message = `${context.at.join(".") || (context.title ?? "the config")} is nested too deeply`;
    return { value, issues: [{ code: "invalid-config", message, path: [], target: "value" }] };
  }
}
