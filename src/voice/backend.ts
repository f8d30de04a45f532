import type { AudioFormat, AudioFrame } from "./audio.js";
import type { AuthHook, RateLimiter, RetentionHook } from "./hooks.js";
import type { PipelineTimings, VoiceAgent } from "./pipeline/agent.js";
import type { VoiceStages } from "./pipeline/stages.js";
import type { SessionStore } from "./session/session-store.js";
import type { VoiceSettings } from "./settings.js";
import type { JoinDetails } from "./transport.js";

/**
 * The contract of kind `voice`: talks with people through one vendor.
 *
 * Its name, capabilities and config schema are in the manifest, or in `defineProvider`. `create` is a method, so that a provider
 * typed with its own config can be used as a `VoiceBackendProvider`. `defineVoiceBackend` makes one from a transport.
 */
export interface VoiceBackendProvider<Config = unknown> {
  /** The id under which the provider is registered. */
  readonly id: string;

  /** What is wrong with a config beyond what its schema can say, a sentence each. Default: nothing. */
  validate?(config: Config): readonly string[];

  /** Makes a backend. Nothing is connected yet, no package of the vendor loaded. */
  create(config: Config, options?: VoiceBackendOptions): VoiceBackend;
}

/** What a voice backend is made with, beside the provider's own config. */
export interface VoiceBackendOptions {
  /** The fields beside the selector. Default: the defaults of their schema. */
  readonly settings?: Partial<VoiceSettings>;
  /** The stages of pipelines that run in this process. Default: none. */
  readonly stages?: VoiceStages;
  /** Decides who may open a session. Default: everybody. */
  readonly auth?: AuthHook;
  /** Default: 100 sessions a second and user, at most 10 at once. */
  readonly rateLimiter?: RateLimiter;
  /** Decides what is kept of a session that has ended. Default: nothing. */
  readonly retention?: RetentionHook;
  /** Where active sessions are written down, so that a later process finds them. Default: in memory. */
  readonly store?: SessionStore;
  /** Called with what went wrong where nobody waits for it. Default: not reported. */
  readonly onError?: (error: Error) => void;
}

/** How a connection to a vendor is; `error` when it has been given up. */
export type ConnectionState = "disconnected" | "connecting" | "connected" | "reconnecting" | "error";

/** How a backend is doing, at the time of the question. */
export interface VoiceHealth {
  readonly status: "healthy" | "degraded" | "unhealthy";
  /** Why it is not healthy; empty when it is. */
  readonly reasons: readonly string[];
  /** ISO 8601, UTC. */
  readonly checkedAt: string;
  readonly activeSessions: number;
  /** 0: no limit. */
  readonly maxSessions: number;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** What is counted since the backend was made. */
export interface VoiceMetrics {
  readonly requests: number;
  readonly retries: number;
  readonly errors: Readonly<Record<string, number>>;
  readonly sessionsOpened: number;
  readonly sessionsActive: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
}

/** What a session is opened with. */
export interface VoiceSessionOptions {
  /** Who speaks. */
  readonly userId: string;
  /**
   * Answers what the person says, by the `stt_tts` pipeline of this process. Absent: the vendor's side answers, or the caller, or in
   * `s2s` the speech-to-speech stage.
   */
  readonly agent?: VoiceAgent;
  /** A credential for the auth hook. */
  readonly token?: string;
  /** Anything; the auth hook may add to it. */
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** Gives up when aborted, and undoes what was made. */
  readonly signal?: AbortSignal;
}

/** A conversation with one person (or, where the vendor can, several). */
export interface VoiceSession {
  /** A UUID. */
  readonly id: string;
  readonly userId: string;
  /** The vendor's name for it. */
  readonly remoteId: string;
  readonly state: "idle" | "listening" | "processing" | "speaking" | "error" | "closed";
  /** Whether a later process should look for it. */
  readonly persistence: "active" | "completed";
  readonly metadata: Readonly<Record<string, unknown>>;
  /** What `sendAudio` takes. */
  readonly inputFormat: AudioFormat;
  /** What `receiveAudio` gives. */
  readonly outputFormat: AudioFormat;
  /** Where others can join. */
  readonly join: JoinDetails | undefined;

  /**
   * Begins to listen: with an agent, the pipeline of this process starts to answer.
   *
   * @throws VoiceError `session_already_active`, `session_not_active` when it has ended meanwhile, `connection_timeout` when a stage
   *   is too slow, `pipeline_error` and what else a stage fails with.
   */
  start(): Promise<void>;

  /**
   * Sends audio to the other side; resolves when it was accepted for sending.
   *
   * @throws VoiceError `session_not_active`, `invalid_format` for half a sample, `timeout` when the other side takes none.
   */
  sendAudio(frame: AudioFrame): Promise<void>;

  /**
   * The audio that comes from the other side, until the session ends. One reader; a slow one slows the other side down. Without a
   * reader about a hundred frames are kept, and then nothing more is taken from the other side, other events neither; a session with
   * a pipeline in this process needs none.
   */
  receiveAudio(): AsyncIterable<AudioFrame>;

  /** Everything that happens, until the session ends. */
  on<Type extends VoiceSessionEvent["type"]>(
    type: Type,
    listener: (event: Extract<VoiceSessionEvent, { type: Type }>) => void,
  ): () => void;

  /** Stops what is being played, on our side and on the way. */
  interrupt(): Promise<void>;

  updateMetadata(more: Readonly<Record<string, unknown>>): Promise<void>;

  /** Ends the session, in whatever state it is; frees everything here and at the vendor's. Idempotent. */
  close(): Promise<void>;
}

/** What a session tells. */
export type VoiceSessionEvent =
  | { readonly type: "state"; readonly state: VoiceSession["state"] }
  | {
      readonly type: "transcript";
      readonly speaker: "user" | "agent";
      readonly text: string;
      readonly final: boolean;
    }
  | { readonly type: "interruption" }
  | { readonly type: "timings"; readonly timings: PipelineTimings }
  | { readonly type: "message"; readonly message: unknown }
  | { readonly type: "error"; readonly error: Error }
  /** The session has ended; the last event. */
  | { readonly type: "closed"; readonly error?: Error };

/** A connection to a voice vendor, with the sessions on it. */
export interface VoiceBackend {
  readonly provider: string;
  readonly settings: VoiceSettings;
  readonly connectionState: ConnectionState;
  readonly activeSessionCount: number;

  /**
   * Proves that the vendor can be reached and accepts the credentials, and takes up the sessions that an earlier process left
   * in the store. Does nothing when connected already.
   *
   * @throws VoiceError `authentication_failed`, `authorization_failed`, `connection_failed`, `connection_timeout`, `timeout`, …
   */
  start(): Promise<void>;

  /** Ends every session within the time-out and disconnects. Idempotent. */
  stop(): Promise<void>;

  /**
   * Opens a session: limits, auth hook and rate limit are asked before anything remote is made, and what was made is undone
   * when a later step fails.
   *
   * @throws VoiceError `session_limit_exceeded`, `authentication_failed`, `authorization_failed`, `rate_limit_exceeded`,
   *   `connection_failed`, `context_canceled` when the signal or `stop` ends it, `timeout` when a hook does not answer, …
   */
  createSession(options: VoiceSessionOptions): Promise<VoiceSession>;

  /** @throws VoiceError `session_not_found`. */
  getSession(id: string): VoiceSession;
  /** Sessions that have not ended, in the order of their creation. */
  listSessions(): readonly VoiceSession[];
  /** @throws VoiceError `session_not_found`. */
  closeSession(id: string): Promise<void>;

  /** Asks the vendor now; works before `start` too. Never rejects. */
  health(): Promise<VoiceHealth>;
  metrics(): VoiceMetrics;
}
