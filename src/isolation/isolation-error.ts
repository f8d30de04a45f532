const MARKER = Symbol.for("provc.isolation-error");

/** Why a workload was not run; stable. */
export type IsolationErrorCode =
  | "closed"
  | "duplicate_workload"
  | "invalid_config"
  | "invalid_workload"
  | "unavailable"
  | "unsupported_runtime"
  | "unsupported_source";

/** A workload that was refused before anything was run. The message is one line for the user. */
export class IsolationError extends Error {
  override readonly name: string = "IsolationError";
  readonly code: IsolationErrorCode;

  constructor(code: IsolationErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    Object.defineProperty(this, MARKER, { value: true });
  }

  /** True for errors of this class, also when they come from another copy of the package. */
  static isInstance(value: unknown): value is IsolationError {
    return value instanceof Error && MARKER in value;
  }
}
