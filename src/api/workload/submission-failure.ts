import { NoRouteError } from "../../errors/no-route-error.js";
import { TargetNotAbleError } from "../../errors/target-not-able-error.js";
import { TargetNotRegisteredError } from "../../errors/target-not-registered-error.js";
import { IsolationError, type IsolationErrorCode } from "../../isolation/isolation-error.js";
import { HttpFailure } from "../http/http-failure.js";

const statuses: { readonly [code in IsolationErrorCode]: number } = {
  closed: 503,
  duplicate_workload: 409,
  invalid_config: 500,
  invalid_workload: 400,
  unavailable: 503,
  unsupported_runtime: 400,
  unsupported_source: 400,
};

/** The answer to a workload that no backend takes; other errors are given back as they are. */
export function submissionFailure(error: unknown): HttpFailure {
  if (IsolationError.isInstance(error)) return new HttpFailure(statuses[error.code], error.message);
  const isRouting =
    NoRouteError.isInstance(error) ||
    TargetNotAbleError.isInstance(error) ||
    TargetNotRegisteredError.isInstance(error);
  return isRouting ? new HttpFailure(400, (error as Error).message) : (error as HttpFailure);
}
