const MARKER = Symbol.for("provc.voice-error");

/** Why a voice backend refused or failed; stable. */
export type VoiceErrorCode =
  | "agent_error"
  | "authentication_failed"
  | "authorization_failed"
  | "connection_failed"
  | "connection_timeout"
  | "context_canceled"
  | "conversion_failed"
  | "invalid_config"
  | "invalid_format"
  | "pipeline_error"
  | "provider_not_found"
  | "rate_limit_exceeded"
  | "sdk_not_installed"
  | "session_already_active"
  | "session_limit_exceeded"
  | "session_not_active"
  | "session_not_found"
  | "timeout";

/** Failures that may pass by themselves. */
const RETRYABLE: ReadonlySet<VoiceErrorCode> = new Set([
  "connection_timeout",
  "connection_failed",
  "rate_limit_exceeded",
]);

/** What is known of a failure, beside its code and message. */
export interface VoiceErrorOptions extends ErrorOptions {
  /** How long the vendor asks to wait before the next attempt, in milliseconds. */
  readonly retryAfterMs?: number;
  /** False for a failure that is not worth a retry although its class is, such as a refused certificate. */
  readonly retryable?: boolean;
  /** The HTTP status that the vendor answered. */
  readonly status?: number;
}

/**
 * A failure of a voice backend, as `voice/backend <operation>: <message> (code: <code>)`. The message is for the user and never
 * holds a credential.
 */
export class VoiceError extends Error {
  override readonly name: string = "VoiceError";
  /** What was being done: `Create`, `Start`, `CreateSession`, … */
  readonly operation: string;
  readonly code: VoiceErrorCode;
  /** The message without operation and code. */
  readonly reason: string;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  /** The HTTP status that the vendor answered, where there was one. */
  readonly status: number | undefined;

  constructor(operation: string, code: VoiceErrorCode, reason: string, options: VoiceErrorOptions = {}) {
    super(
      `voice/backend ${operation}: ${reason} (code: ${code})`,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.operation = operation;
    this.code = code;
    this.reason = reason;
    this.retryable = options.retryable ?? RETRYABLE.has(code);
    this.retryAfterMs = options.retryAfterMs;
    this.status = options.status;
    Object.defineProperty(this, MARKER, { value: true });
  }

  /** True for errors of this class, also when they come from another copy of the package. */
  static isInstance(value: unknown): value is VoiceError {
    return value instanceof Error && MARKER in value;
  }

  /** The same failure, told of another operation. */
  during(operation: string): VoiceError {
    return again(this, operation, this.retryable);
  }

  /** The same failure, not worth a retry: what it was about may have happened. */
  lasting(): VoiceError {
    return again(this, this.operation, false);
  }
}

function again(error: VoiceError, operation: string, retryable: boolean): VoiceError {
  const { retryAfterMs, status } = error;
  return new VoiceError(operation, error.code, error.reason, {
    retryable,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(status !== undefined && { status }),
    cause: error.cause ?? error,
  });
}

/** What hooks and transports throw beside VoiceErrors is a mistake of theirs; the caller gets the same shape anyway. */
export function asVoiceError(
  operation: string,
  error: unknown,
  code: VoiceErrorCode = "connection_failed",
): VoiceError {
  if (VoiceError.isInstance(error)) return error.operation === operation ? error : error.during(operation);
  const reason = error instanceof Error ? error.message : String(error);
  return new VoiceError(operation, code, reason, { cause: error, retryable: false });
}
