import { toDottedPath } from "../../source/json-pointer.js";
import type { CheckResult, IssueContext } from "../checker.js";

/** The stack is used up by a value nested thousands of levels deep, or one that holds itself; other errors are bugs. */
export function refuseDepth(error: unknown, value: unknown, context: IssueContext): CheckResult {
  if (!(error instanceof RangeError)) throw error;
  const place = toDottedPath(context.at) || (context.title ?? "the config");
  const message = `${place} is nested too deeply`;
  return { value, issues: [{ code: "invalid-config", message, path: [], target: "value" }] };
}
