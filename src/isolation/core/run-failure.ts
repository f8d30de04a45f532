import type { FailureReason } from "../backend.js";

/** Thrown out of a run that has to end as failed for a reason that is known; the message is one line for people. */
export class RunFailure extends Error {
  override readonly name: string = "RunFailure";
  readonly reason: FailureReason;

  constructor(reason: FailureReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}
