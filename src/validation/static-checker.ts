import type { JsonSchema } from "../contract/json-schema.js";
import type { ValidateFunction, ValidatorError, ValidatorModule } from "../contract/validator.js";
import { toDottedPath } from "../source/json-pointer.js";
import type { CheckResult, ConfigChecker, ConfigIssue, IssueContext } from "./checker.js";
import { forEachSubschema, isSchemaObject } from "./schema-keywords.js";

/** A checker around a precompiled validator. */
export function staticChecker(module: ValidatorModule): ConfigChecker {
  const { failures, schema, validate } = module;
  if (failures === undefined) return validatorChecker(validate, schema);
  return checkerOf(schema, (value, context) => {
    if (validate(value)) return { value, issues: [] };
    return describe(value, context, async () => {
      const { describeFailures } = await import("./describe-failures.js");
      return describeFailures(schema, value, failures(value), context);
    });
  });
}

/**
 * A checker that gets its verdict from a validator function and its words from the schema. The words, and what finds them,
 * are imported with the first mistake: a program whose configs are valid never loads them.
 */
export function validatorChecker(validate: ValidateFunction, schema: JsonSchema): ConfigChecker {
  const isDoubtful = usesUnevaluated(schema);
  return checkerOf(schema, (value, context) => {
    if (isDoubtful) return interpret(schema, value, context);
    if (validate(value)) return { value, issues: [] };
    return explain(schema, value, validate.errors ?? [], context);
  });
}

function checkerOf(schema: JsonSchema, check: ConfigChecker["check"]): ConfigChecker {
  return {
    schema,
    check(value, context) {
      try {
        return check(value, context);
      } catch (error) {
        return refuseDepth(error, value, context);
      }
    },
  };
}

async function interpret(schema: JsonSchema, value: unknown, context: IssueContext): Promise<CheckResult> {
  const { matchesSchema } = await import("./evaluate-schema.js");
  try {
    if (matchesSchema(schema, schema, value)) return { value, issues: [] };
  } catch (error) {
    return refuseDepth(error, value, context);
  }
  return explain(schema, value, [], context);
}

function explain(
  schema: JsonSchema,
  value: unknown,
  errors: readonly ValidatorError[],
  context: IssueContext,
): Promise<CheckResult> {
  return describe(value, context, async () => {
    const { describeErrors } = await import("./validator-errors.js");
    return describeErrors(schema, value, errors, context);
  });
}

async function describe(
  value: unknown,
  context: IssueContext,
  findIssues: () => Promise<readonly ConfigIssue[]>,
): Promise<CheckResult> {
  try {
    return { value, issues: await findIssues() };
  } catch (error) {
    return refuseDepth(error, value, context);
  }
}

/** The stack is used up by a value nested thousands of levels deep, or one that holds itself; other errors are bugs. */
function refuseDepth(error: unknown, value: unknown, context: IssueContext): CheckResult {
  if (error instanceof RangeError) return tooDeep(value, context);
  throw error;
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
