import { withDeadline } from "./deadline.js";
import type { MetricsCounter } from "./metrics-counter.js";
import { withRetry } from "./retry.js";
import type { VoiceSettings } from "./settings.js";
import type { TransportRequest } from "./transport.js";
import { UnrepeatableWork } from "./unrepeatable-work.js";
import { asVoiceError, VoiceError } from "./voice-error.js";

/** The signal of one attempt, and what does something once. */
export type VendorAction<Result> = (signal: AbortSignal, once: TransportRequest["once"]) => Promise<Result>;

/** A backend's calls to its vendor: retries, time-outs, and an end to all of them at once. */
export class VendorCalls {
  readonly #settings: VoiceSettings;
  readonly #metrics: MetricsCounter;
  /** Tracked attempts that go on, also those that nobody waits for any more. */
  readonly #unsettled: Set<Promise<unknown>> = new Set();
  #running = new AbortController();

  constructor(settings: VoiceSettings, metrics: MetricsCounter) {
    this.#settings = settings;
    this.#metrics = metrics;
  }

  /** Whether calls have been ended and not been allowed again. */
  get isEnded(): boolean {
    return this.#running.signal.aborted;
  }

  /** Allows calls again. */
  begin(): void {
    this.#running = new AbortController();
  }

  /** Ends the calls that are under way, and refuses others. */
  end(): void {
    this.#running.abort(new VoiceError("Stop", "context_canceled", "the backend is stopping"));
  }

  /** Remembers an attempt that has to be undone when nobody waits for it any more. */
  async tracked<Result>(attempt: Promise<Result>): Promise<Result> {
    this.#unsettled.add(attempt);
    try {
      return await attempt;
    } finally {
      this.#unsettled.delete(attempt);
    }
  }

  /** Resolves when every tracked attempt has come to its end; at the latest after the time-out. */
  async settled(): Promise<void> {
    const { timeoutMs } = this.#settings;
    const all = async (): Promise<unknown> => await Promise.allSettled([...this.#unsettled]);
    await withDeadline({ operation: "Stop", timeoutMs }, all).catch(() => {});
  }

  /** Calls the vendor until it answers, its failure is a lasting one, or the retries are used up; each attempt within the time-out. */
  async call<Result>(
    operation: string,
    signal: AbortSignal | undefined,
    action: VendorAction<Result>,
  ): Promise<Result> {
    const { maxRetries: retries, retryDelayMs: delayMs } = this.#settings;
    const combined = this.#combined(signal);
    const onRetry = (): void => this.#metrics.retried();
    return await withRetry({ operation, retries, delayMs, signal: combined, onRetry }, () =>
      this.#attempt(operation, combined, action),
    );
  }

  /** Does something of our own, such as asking a hook, within the time-out and only while calls are allowed. */
  async within<Result>(
    operation: string,
    signal: AbortSignal | undefined,
    action: () => Promise<Result>,
  ): Promise<Result> {
    const { timeoutMs } = this.#settings;
    return await withDeadline({ operation, timeoutMs, signal: this.#combined(signal) }, action);
  }

  async #attempt<Result>(
    operation: string,
    signal: AbortSignal,
    action: VendorAction<Result>,
  ): Promise<Result> {
    const { timeoutMs } = this.#settings;
    const work = new UnrepeatableWork();
    this.#metrics.requested();
    try {
      return await withDeadline({ operation, code: "connection_timeout", timeoutMs, signal }, (own) =>
        action(own, work.once),
      );
    } catch (error) {
      throw work.failure(asVoiceError(operation, error));
    }
  }

  /** A signal for each call, so that listeners do not gather on the one that all calls share. */
  #combined(signal: AbortSignal | undefined): AbortSignal {
    return AbortSignal.any(signal === undefined ? [this.#running.signal] : [signal, this.#running.signal]);
  }
}
