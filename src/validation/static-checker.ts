import type { JsonSchema } from "../contract/json-schema.js";
import type { ValidateFunction, ValidatorModule } from "../contract/validator.js";
import { toDottedPath } from "../source/json-pointer.js";
import type { CheckResult, ConfigChecker, IssueContext } from "./checker.js";
import { matchesSchema } from "./evaluate-schema.js";
import { forEachSubschema, isSchemaObject } from "./schema-keywords.js";
import { describeErrors } from "./validator-errors.js";

/** A checker around a precompiled validator. */
export function staticChecker(module: ValidatorModule): ConfigChecker {
  return validatorChecker(module.validate, module.schema);
}

/** A checker that gets its verdict from a validator function and its words from the schema. */
export function validatorChecker(validate: ValidateFunction, schema: JsonSchema): ConfigChecker {
  const doubtful = usesUnevaluated(schema);
  const accepts = doubtful ? (value: unknown) => matchesSchema(schema, schema, value) : validate;
  return {
    schema,
    check(value, context): CheckResult {
      try {
        if (accepts(value)) return { value, issues: [] };
        return { value, issues: describeErrors(schema, value, validate.errors ?? [], context) };
      } catch (error) {
        // The stack is used up: a value nested thousands of levels deep, or one that holds itself.
        if (error instanceof RangeError) return tooDeep(value, context);
        throw error;
      }
    },
  };
}

function tooDeep(value: unknown, context: IssueContext): CheckResult {
  const place = toDottedPath(context.at) || (context.title ?? "the config");
  const message = `${place} is nested too deeply`;
  return { value, issues: [{ code: "invalid-config", message, path: [], target: "value" }] };
}

/**
 * Whether a schema uses `unevaluatedProperties` or `unevaluatedItems`. There ajv 8 is wrong at times: it counts what
 * a branch has seen before it failed, and takes a field called `constructor` for seen. Such schemas are interpreted.
 */
function usesUnevaluated(schema: JsonSchema): boolean {
  if (!isSchemaObject(schema)) return false;
  if (schema.unevaluatedProperties !== undefined || schema.unevaluatedItems !== undefined) return true;
  let found = false;
  forEachSubschema(schema, (subschema) => {
    found ||= usesUnevaluated(subschema);
  });
  return found;
}
