import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { JsonSchema, JsonSchemaObject } from "../../contract/json-schema.js";
import type { ChoicePlacement } from "../../contract/kind.js";
import type { CheckResult, ConfigChecker, IssueContext } from "../checker.js";
import { describeStandardIssues } from "../findings/standard-issues.js";
import { isObject } from "../json-value.js";
import { applyDefaults } from "../schemas/apply-defaults.js";
import { commonFields } from "../schemas/compose-config.js";
import { interpretedChecker } from "./interpreted-checker.js";

/** A checker for a Standard Schema: the schema's own messages, its output as the value. */
export function standardChecker(schema: StandardSchemaV1): ConfigChecker {
  return {
    check(value, context) {
      const result = schema["~standard"].validate(value);
      return result instanceof Promise
        ? result.then((settled) => toResult(schema, value, settled, context))
        : toResult(schema, value, result, context);
    },
  };
}

/**
 * The same for the inline form: the schema is given the provider's own fields; the selector and the shared fields are
 * checked with `common`, and stand beside the schema's output in the result.
 */
export function inlineStandardChecker(
  schema: StandardSchemaV1,
  common: JsonSchema,
  placement: ChoicePlacement,
  shared: JsonSchemaObject | undefined,
): ConfigChecker {
  const checkCommon = interpretedChecker(common);
  const checkOwn = standardChecker(schema);
  const names = new Set(commonFields(placement, shared));
  return {
    async check(value, context) {
      if (!isObject(value)) return checkCommon.check(value, context);
      const fields = Object.entries(value);
      const ofCommon = Object.fromEntries(fields.filter(([name]) => names.has(name)));
      const ofOwn = Object.fromEntries(fields.filter(([name]) => !names.has(name)));
      const [first, second] = await Promise.all([
        checkCommon.check(ofCommon, context),
        checkOwn.check(ofOwn, context),
      ]);
      const issues = [...first.issues, ...second.issues];
      if (issues.length > 0) return { value, issues };
      if (!isObject(second.value)) return { value: second.value, issues: [] };
      // A Standard Schema has filled in its defaults; the shared fields' are filled in to match.
      const completed = applyDefaults(common, ofCommon) as object;
      return { value: { ...completed, ...second.value }, issues: [] };
    },
  };
}

function toResult(
  schema: StandardSchemaV1,
  value: unknown,
  result: StandardSchemaV1.Result<unknown>,
  context: IssueContext,
): CheckResult {
  if (result.issues === undefined) return { value: result.value, issues: [] };
  return { value, issues: describeStandardIssues(schema, result.issues, value, context) };
}
