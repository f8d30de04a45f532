import type { TransportRequest, TransportSession, VoiceTransport } from "../transport.js";
import type { VendorCalls } from "../vendor-calls.js";
import type { StoredSession } from "./session-store.js";

/** What a session is opened or taken up with, beside what belongs to an attempt. */
export type SessionRequest = Omit<TransportRequest, "signal" | "once">;

/** Opens a transport's sessions, and closes again what comes when nobody waits for it any more. */
export class TransportOpener {
  readonly #transport: VoiceTransport;
  readonly #calls: VendorCalls;
  readonly #timeoutMs: number;
  readonly #onError: (error: unknown) => void;

  constructor(
    transport: VoiceTransport,
    calls: VendorCalls,
    options: { readonly timeoutMs: number; readonly onError: (error: unknown) => void },
  ) {
    this.#transport = transport;
    this.#calls = calls;
    this.#timeoutMs = options.timeoutMs;
    this.#onError = options.onError;
  }

  async open(
    operation: string,
    request: SessionRequest,
    signal: AbortSignal | undefined,
  ): Promise<TransportSession> {
    return await this.#calls.call(operation, signal, (attempt, once) =>
      this.#wanted(attempt, this.#transport.open({ ...request, signal: attempt, once })),
    );
  }

  /** What the vendor still has of a session that an earlier process has left. */
  async reopen(stored: StoredSession): Promise<TransportSession | undefined> {
    const recover = this.#transport.recover?.bind(this.#transport);
    if (recover === undefined) return undefined;
    const { id: sessionId, remoteId, userId, metadata } = stored;
    return await this.#calls.call("Recover", undefined, (signal, once) =>
      this.#wanted(signal, recover(remoteId, { sessionId, userId, metadata, signal, once })),
    );
  }

  async #wanted<Opened extends TransportSession | undefined>(
    signal: AbortSignal,
    opening: Promise<Opened>,
  ): Promise<Opened> {
    const undo = async (): Promise<Opened> => {
      const opened = await opening;
      if (!signal.aborted) return opened;
      await opened?.close(AbortSignal.timeout(this.#timeoutMs)).catch(this.#onError);
      throw signal.reason;
    };
    return await this.#calls.tracked(undo());
  }
}
