import type { ValidatorModule } from "../../contract/validator.js";
import type { CheckResult, IssueContext } from "../checker.js";
import { refuseDepth } from "../evaluation/refuse-depth.js";
import { describeMost } from "./describe-failures.js";

export { refuseDepth };

/** What a validator of our own refuses, in words. */
export function explainFailures(
  { failures, schema }: Required<Pick<ValidatorModule, "failures" | "schema">>,
  value: unknown,
  context: IssueContext,
): CheckResult {
  try {
    return { value, ...describeMost(schema, value, failures(value), context) };
  } catch (error) {
    return refuseDepth(error, value, context);
  }
}
