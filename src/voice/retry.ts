import { VoiceError } from "./voice-error.js";

export interface RetryOptions {
  /** What is being done, for the error of an abort. */
  readonly operation: string;
  /** How often to try again at most. */
  readonly retries: number;
  /** Before the first retry, in milliseconds; it doubles with each, and a random half of it is left out. */
  readonly delayMs: number;
  readonly signal: AbortSignal;
  /** Called before each retry. */
  readonly onRetry?: (error: VoiceError) => void;
  /** From 0 to 1. Default: `Math.random`. */
  readonly random?: () => number;
  /** Default: a timer that the signal ends. */
  readonly sleep?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** The longest wait before a retry. Where the vendor asks for a longer one, the caller decides when to come back. */
const LONGEST_DELAY_MS = 30_000;

/** Does something until it succeeds, its failure is a lasting one, or the retries are used up; rejects with the last failure. */
export async function withRetry<Result>(
  options: RetryOptions,
  attempt: () => Promise<Result>,
): Promise<Result> {
  const { operation, retries, delayMs, signal, random = Math.random, sleep = pause } = options;
  for (let retry = 0; ; retry++) {
    throwIfAborted(operation, signal);
    try {
      return await attempt();
    } catch (error) {
      if (retry >= retries || !VoiceError.isInstance(error) || !error.retryable || signal.aborted)
        throw error;
      if ((error.retryAfterMs ?? 0) > LONGEST_DELAY_MS) throw error;
      options.onRetry?.(error);
      const backoff = delayMs * 2 ** retry * (0.5 + random() / 2);
      // The vendor knows better than the backoff when it will answer again.
      await sleep(Math.min(Math.max(backoff, error.retryAfterMs ?? 0), LONGEST_DELAY_MS), signal);
    }
  }
}

function throwIfAborted(operation: string, signal: AbortSignal): void {
  if (!signal.aborted) return;
  if (VoiceError.isInstance(signal.reason)) throw signal.reason;
  throw new VoiceError(operation, "context_canceled", "the operation was cancelled", {
    cause: signal.reason,
  });
}

/** Waits; an abort ends the wait without an error. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const finish = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", finish);
      resolve();
    };
    const timer = setTimeout(finish, milliseconds);
    signal.addEventListener("abort", finish, { once: true });
  });
}
