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

/** What backends call the fields of a request. */
const fields = new Map([
  ["limits.memoryMb", "resources.mem_mb"],
  ["limits.cpus", "resources.cpus"],
  ["limits.timeoutSeconds", "resources.timeout_s"],
]);

/** The answer to a workload that no backend takes; other errors are given back as they are. */
export function submissionFailure(error: unknown): HttpFailure {
  if (IsolationError.isInstance(error)) {
    const message = error.message.replace(/^limits\.\w+/, (name) => fields.get(name) ?? name);
    return new HttpFailure(statuses[error.code], message);
  }
  const isRouting =
    NoRouteError.isInstance(error) ||
    TargetNotAbleError.isInstance(error) ||
    TargetNotRegisteredError.isInstance(error);
  return isRouting ? new HttpFailure(400, (error as Error).message) : (error as HttpFailure);
}
