import type { VoiceMetrics } from "./backend.js";
import { VoiceError } from "./voice-error.js";

/** Counts what a backend does; counts nothing when switched off. */
export class MetricsCounter {
  readonly #enabled: boolean;
  readonly #errors: Map<string, number> = new Map();
  #requests = 0;
  #retries = 0;
  #opened = 0;
  #sent = 0;
  #received = 0;

  constructor(enabled: boolean) {
    this.#enabled = enabled;
  }

  requested(): void {
    if (this.#enabled) this.#requests++;
  }
  retried(): void {
    if (this.#enabled) this.#retries++;
  }
  opened(): void {
    if (this.#enabled) this.#opened++;
  }
  sent(bytes: number): void {
    if (this.#enabled) this.#sent += bytes;
  }
  received(bytes: number): void {
    if (this.#enabled) this.#received += bytes;
  }

  /** Counts a failure by its code and gives it back, as one of the operation. */
  failed(operation: string, error: unknown): unknown {
    const failure =
      VoiceError.isInstance(error) && error.operation !== operation ? error.during(operation) : error;
    const code = VoiceError.isInstance(failure) ? failure.code : "unknown";
    if (this.#enabled) this.#errors.set(code, (this.#errors.get(code) ?? 0) + 1);
    return failure;
  }

  snapshot(sessionsActive: number): VoiceMetrics {
    return {
      requests: this.#requests,
      retries: this.#retries,
      errors: Object.fromEntries([...this.#errors].sort(([a], [b]) => (a < b ? -1 : 1))),
      sessionsOpened: this.#opened,
      sessionsActive,
      bytesSent: this.#sent,
      bytesReceived: this.#received,
    };
  }
}
