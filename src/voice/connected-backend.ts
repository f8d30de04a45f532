import { randomUUID } from "node:crypto";
import type {
  ConnectionState,
  VoiceBackend,
  VoiceBackendOptions,
  VoiceHealth,
  VoiceMetrics,
  VoiceSession,
  VoiceSessionOptions,
} from "./backend.js";
import { checkHealth } from "./backend-health.js";
import { withDeadline } from "./deadline.js";
import { tokenBucket } from "./hooks.js";
import { MetricsCounter } from "./metrics-counter.js";
import { pipelineOpener } from "./pipeline/open-pipeline.js";
import { admit } from "./session/admission.js";
import { LiveSession } from "./session/live-session.js";
import type { SessionContext } from "./session/session-context.js";
import { SessionJournal } from "./session/session-journal.js";
import { memoryStore, type StoredSession } from "./session/session-store.js";
import { TransportOpener } from "./session/transport-opener.js";
import type { VoiceSettings } from "./settings.js";
import type { VoiceTransport } from "./transport.js";
import { VendorCalls } from "./vendor-calls.js";
import { asVoiceError, VoiceError } from "./voice-error.js";

/** A voice backend around a vendor's transport: what is the same for all vendors. */
export class ConnectedBackend implements VoiceBackend {
  readonly provider: string;
  readonly settings: VoiceSettings;
  readonly #transport: VoiceTransport;
  readonly #options: VoiceBackendOptions;
  readonly #journal: SessionJournal;
  readonly #limiter: NonNullable<VoiceBackendOptions["rateLimiter"]>;
  readonly #metrics: MetricsCounter;
  readonly #calls: VendorCalls;
  readonly #opener: TransportOpener;
  readonly #sessions: Map<string, LiveSession> = new Map();
  /** Sessions that are being opened; they count as open. */
  readonly #reserved: Set<symbol> = new Set();
  #state: ConnectionState = "disconnected";
  #starting: Promise<void> | undefined;
  #stopping: Promise<void> | undefined;
  /** How often `stop` was called; a start that has waited for one of them has to know of a later one. */
  #stops = 0;

  constructor(
    provider: string,
    transport: VoiceTransport,
    options: VoiceBackendOptions & { readonly settings: VoiceSettings },
  ) {
    this.provider = provider;
    this.settings = options.settings;
    this.#transport = transport;
    this.#options = options;
    this.#journal = new SessionJournal(options.store ?? memoryStore(), provider, (error) =>
      this.#report(error),
    );
    this.#limiter = options.rateLimiter ?? tokenBucket({ perSecond: 100, burst: 10 });
    this.#metrics = new MetricsCounter(this.settings.metrics);
    this.#calls = new VendorCalls(this.settings, this.#metrics);
    this.#opener = new TransportOpener(transport, this.#calls, {
      timeoutMs: this.settings.timeoutMs,
      onError: (error) => this.#report(error),
    });
  }

  get connectionState(): ConnectionState {
    return this.#state;
  }

  get activeSessionCount(): number {
    return this.#sessions.size;
  }

  start(): Promise<void> {
    if (this.#stopping !== undefined) return this.#startAfter(this.#stopping);
    if (this.#state === "connected") return Promise.resolve();
    this.#starting ??= this.#connect().finally(() => {
      this.#starting = undefined;
    });
    return this.#starting;
  }

  stop(): Promise<void> {
    this.#stops++;
    this.#stopping ??= this.#disconnect().finally(() => {
      this.#stopping = undefined;
    });
    return this.#stopping;
  }

  async createSession(options: VoiceSessionOptions): Promise<VoiceSession> {
    const operation = "CreateSession";
    try {
      const release = this.#reserve(operation);
      return await this.#createSession(operation, options, release).finally(release);
    } catch (error) {
      throw this.#metrics.failed(operation, error);
    }
  }

  getSession(id: string): VoiceSession {
    return this.#session("GetSession", id);
  }

  listSessions(): readonly VoiceSession[] {
    return [...this.#sessions.values()];
  }

  async closeSession(id: string): Promise<void> {
    await this.#session("CloseSession", id).close();
  }

  async health(): Promise<VoiceHealth> {
    const { maxConcurrentSessions: maxSessions, timeoutMs } = this.settings;
    const activeSessions = this.#sessions.size;
    return await checkHealth(this.#transport, { timeoutMs, activeSessions, maxSessions });
  }

  metrics(): VoiceMetrics {
    return this.#metrics.snapshot(this.#sessions.size);
  }

  async #startAfter(stopping: Promise<void>): Promise<void> {
    const stops = this.#stops;
    await stopping;
    if (this.#stops === stops) return await this.start();
    throw new VoiceError("Start", "context_canceled", "the backend is stopping");
  }

  async #connect(): Promise<void> {
    this.#calls.begin();
    this.#state = "connecting";
    try {
      await this.#calls.call("Start", undefined, (signal) => this.#transport.probe(signal));
      const left = await this.#journal.left();
      await Promise.all(left.map((stored) => this.#takeUp(stored)));
      if (this.#calls.isEnded) throw new VoiceError("Start", "context_canceled", "the backend is stopping");
      this.#state = "connected";
    } catch (error) {
      this.#state = "error";
      throw this.#metrics.failed("Start", error);
    }
  }

  async #disconnect(): Promise<void> {
    this.#calls.end();
    await this.#starting?.catch(() => {});
    const sessions = [...this.#sessions.values()];
    await Promise.all([...sessions.map((session) => session.close()), this.#calls.settled()]);
    const { timeoutMs } = this.settings;
    await withDeadline({ operation: "Stop", timeoutMs }, async () => this.#transport.dispose?.()).catch(
      (error) => this.#report(error),
    );
    this.#state = "disconnected";
  }

  async #createSession(
    operation: string,
    options: VoiceSessionOptions,
    release: () => void,
  ): Promise<VoiceSession> {
    const { auth, stages = {} } = this.#options;
    const admitted = await this.#calls.within(operation, options.signal, () =>
      admit(options, { auth, limiter: this.#limiter }),
    );
    const openPipeline = pipelineOpener(options.agent, stages, this.settings);
    const id = randomUUID();
    const request = { sessionId: id, userId: admitted.userId, metadata: admitted.metadata };
    const transport = await this.#opener.open(operation, request, options.signal);
    const context = {
      ...this.#sessionContext(admitted),
      ...(openPipeline !== undefined && { openPipeline }),
    };
    return await this.#adopt(new LiveSession(id, transport, context), release);
  }

  /** Takes up a session that an earlier process has left, where the vendor still has it; forgets it where the vendor has not. */
  async #takeUp(stored: StoredSession): Promise<void> {
    if (this.#sessions.has(stored.id)) return;
    try {
      const transport = await this.#opener.reopen(stored);
      if (transport === undefined) await this.#journal.forget(stored.id);
      else await this.#adopt(new LiveSession(stored.id, transport, this.#sessionContext(stored)));
    } catch (error) {
      if (this.#calls.isEnded) return;
      this.#report(error);
      // Any other failure says nothing of the session; a later start asks again.
      const { status } = asVoiceError("Recover", error);
      if (status === 404 || status === 410) await this.#journal.forget(stored.id);
    }
  }

  /** Counts a session that is about to be opened, until it is released: the limit holds for these too. */
  #reserve(operation: string): () => void {
    if (this.#state !== "connected" || this.#stopping !== undefined) {
      throw new VoiceError(operation, "connection_failed", "backend not connected", { retryable: false });
    }
    const { maxConcurrentSessions: limit } = this.settings;
    if (limit > 0 && this.#sessions.size + this.#reserved.size >= limit) {
      const message = `maximum concurrent sessions (${limit}) exceeded`;
      throw new VoiceError(operation, "session_limit_exceeded", message);
    }
    const place = Symbol(operation);
    this.#reserved.add(place);
    return () => void this.#reserved.delete(place);
  }

  async #adopt(session: LiveSession, release?: () => void): Promise<LiveSession> {
    this.#sessions.set(session.id, session);
    release?.();
    this.#metrics.opened();
    await this.#journal.save(session);
    if (!this.#calls.isEnded) return session;
    await session.close();
    throw new VoiceError("CreateSession", "context_canceled", "the backend is stopping");
  }

  #sessionContext(who: Pick<SessionContext, "userId" | "metadata">): SessionContext {
    return {
      userId: who.userId,
      metadata: who.metadata,
      timeoutMs: this.settings.timeoutMs,
      onSent: (bytes) => this.#metrics.sent(bytes),
      onReceived: (bytes) => this.#metrics.received(bytes),
      onError: (error) => this.#report(error),
      onChange: (session) => this.#journal.save(session),
      onEnd: async (session) => {
        this.#sessions.delete(session.id);
        await this.#journal.end(session);
      },
      shouldRetain: async ({ id, metadata }) =>
        (await this.#options.retention?.shouldRetain(id, metadata)) ?? false,
    };
  }

  #session(operation: string, id: string): LiveSession {
    const session = this.#sessions.get(id);
    if (session !== undefined) return session;
    throw new VoiceError(operation, "session_not_found", `session '${id}' not found`);
  }

  #report(error: unknown): void {
    try {
      this.#options.onError?.(asVoiceError("Session", error));
    } catch {
      // Whoever is told of errors cannot be told of their own.
    }
  }
}
