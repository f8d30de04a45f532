import type { VoiceSession } from "../backend.js";
import type { OpenPipeline } from "../pipeline/running-pipeline.js";

/** A session with what is noted of it. */
export interface OngoingSession extends VoiceSession {
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly lastActivity: string;
}

/** What a session needs of the backend that has opened it. */
export interface SessionContext {
  readonly userId: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Of a send and of the end, in milliseconds. */
  readonly timeoutMs: number;
  /** Opens the pipeline that answers; absent: somebody else answers. */
  readonly openPipeline?: OpenPipeline;
  readonly onSent: (bytes: number) => void;
  readonly onReceived: (bytes: number) => void;
  readonly onError: (error: Error) => void;
  readonly onChange: (session: OngoingSession) => Promise<void>;
  readonly onEnd: (session: OngoingSession) => Promise<void>;
  readonly shouldRetain: (session: OngoingSession) => Promise<boolean>;
}
