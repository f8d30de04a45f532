import { formatDuration } from "../time/duration.js";
import { VoiceError, type VoiceErrorCode } from "./voice-error.js";

export interface DeadlineOptions {
  /** What is being done, for the message. */
  readonly operation: string;
  readonly timeoutMs: number;
  /** What to call it when the time is up. Default: `timeout`. */
  readonly code?: VoiceErrorCode;
  /** Ends the action too. */
  readonly signal?: AbortSignal;
}

/**
 * Gives an action a signal that is aborted when its time is up or the caller gives up, and rejects then even when the action
 * does not listen. The timer is gone when it settles.
 */
export async function withDeadline<Result>(
  { operation, timeoutMs, code = "timeout", signal }: DeadlineOptions,
  action: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const cancel = (): void => {
    const cause = signal?.reason;
    const reason = VoiceError.isInstance(cause)
      ? cause
      : new VoiceError(operation, "context_canceled", "the operation was cancelled", { cause });
    controller.abort(reason);
  };
  const timer = setTimeout(() => {
    controller.abort(new VoiceError(operation, code, `no answer within ${formatDuration(timeoutMs)}`));
  }, timeoutMs);
  if (signal?.aborted) cancel();
  signal?.addEventListener("abort", cancel, { once: true });
  try {
    return await Promise.race([action(controller.signal), rejection(controller.signal)]);
  } catch (error) {
    // Libraries wrap or replace the reason of an abort; the caller should read ours.
    throw controller.signal.aborted ? controller.signal.reason : error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", cancel);
  }
}

function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
