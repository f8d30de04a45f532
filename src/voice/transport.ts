import type { AudioFormat, AudioFrame } from "./audio.js";

/** What a transport is asked to open a session for. */
export interface TransportRequest {
  /** The session's id on our side, a UUID; vendors that take an id or metadata get it. */
  readonly sessionId: string;
  readonly userId: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Aborted when the call has taken too long, or the session is no longer wanted. What was made must then be undone. */
  readonly signal: AbortSignal;
  /**
   * Does what must not be done twice, such as a request that makes a call: a failure after which it may have been done, a time-out
   * too, is not retried. A refusal by rate, and a connection that never came about, are.
   */
  once<Result>(action: () => Promise<Result>): Promise<Result>;
}

/** What happens in an open session on the vendor's side. */
export type TransportEvent =
  /** Audio for our side to hear. */
  | { readonly type: "audio"; readonly frame: AudioFrame }
  /** Somebody began to speak: what has not been played yet must not be. */
  | { readonly type: "interruption" }
  | {
      readonly type: "transcript";
      readonly speaker: "user" | "agent";
      readonly text: string;
      readonly final: boolean;
    }
  /** Anything else that the vendor says, as it says it. */
  | { readonly type: "message"; readonly message: unknown };

/** Where somebody else, such as a browser, can join a session. */
export interface JoinDetails {
  readonly url: string;
  /** A credential for this session alone; must not be logged. */
  readonly token?: string;
  readonly room?: string;
}

/** A session as a vendor's transport holds it. */
export interface TransportSession {
  /** The vendor's name for it: a room, a call. */
  readonly remoteId: string;
  /** The audio that `send` takes. */
  readonly input: AudioFormat;
  /** The audio that events carry. */
  readonly output: AudioFormat;
  readonly join?: JoinDetails;
  /**
   * What happens, until the session has ended. Ends without an error when either side has closed it in order; throws a
   * VoiceError `connection_failed` when the connection broke, and `pipeline_error` when the vendor reported a fatal error.
   */
  readonly events: AsyncIterable<TransportEvent>;
  /** Accepts audio; resolves when the transport can take more. Rejects when the session has ended. */
  send(frame: AudioFrame): Promise<void>;
  /** Drops audio that was accepted but has not been sent yet. */
  clear?(): Promise<void>;
  /** Ends the session on the vendor's side and frees all of it. Idempotent; the second call resolves with the first. */
  close(signal: AbortSignal): Promise<void>;
}

/**
 * A vendor's transport, all that a provider has to write: sessions, limits, retries, time-outs, hooks and pipelines are the same
 * for all of them. Rejections are VoiceErrors; what they are called is decided here, whether to try again elsewhere.
 */
export interface VoiceTransport {
  /**
   * Proves that the vendor can be reached and takes the credentials, without making anything.
   *
   * @throws VoiceError `authentication_failed`, `authorization_failed`, `connection_failed`, `connection_timeout`,
   *   `rate_limit_exceeded`, `sdk_not_installed`.
   */
  probe(signal: AbortSignal): Promise<TransportHealth>;

  /** Opens a session; what was made is undone when it fails half-way. */
  open(request: TransportRequest): Promise<TransportSession>;

  /**
   * Whether a session that an earlier process held is still there; absent: a session cannot outlive its process. Ends it
   * when asked to.
   */
  recover?(remoteId: string, request: TransportRequest): Promise<TransportSession | undefined>;

  /** Frees what all sessions share. */
  dispose?(): Promise<void>;
}

/** What a probe has found. */
export interface TransportHealth {
  /** Reasons why the vendor works less well than it should; empty when it works. */
  readonly warnings: readonly string[];
  readonly details?: Readonly<Record<string, unknown>>;
}
