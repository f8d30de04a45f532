import type { AudioFormat, AudioFrame } from "../audio.js";
import type { VoiceSession, VoiceSessionEvent } from "../backend.js";

/** What a pipeline needs of the session that it runs in. */
export interface PipelineSession {
  readonly sessionId: string;
  readonly userId: string;
  /** Of the audio that is heard. */
  readonly input: AudioFormat;
  /** Of the audio that is played. */
  readonly output: AudioFormat;
  /** Aborted when the session ends. */
  readonly signal: AbortSignal;
  /** Resolves when the transport can take more. */
  readonly play: (frame: AudioFrame) => Promise<void>;
  /** Drops what was accepted for playing and has not been sent. */
  readonly stopPlaying: () => Promise<void>;
  readonly onState: (state: VoiceSession["state"]) => void;
  readonly emit: (event: VoiceSessionEvent) => void;
  /** Ends the session: a stage that it cannot go on without is lost. */
  readonly fail: (error: Error) => void;
}

/** Opens a pipeline; the signal is aborted when that takes too long, and when the session ends. */
export type OpenPipeline = (session: PipelineSession, signal: AbortSignal) => Promise<RunningPipeline>;

/** A pipeline at work. */
export interface RunningPipeline {
  hear(frame: AudioFrame): Promise<void>;
  /** Stops the answer that is being given; the person has begun to speak. */
  interrupt(): Promise<void>;
  close(): Promise<void>;
}

/** What all pipelines are told. */
export interface PipelineOptions {
  /** Of an agent's reply, in milliseconds. */
  readonly timeoutMs: number;
  /** When the answer should have begun. */
  readonly latencyTargetMs: number;
  /** Milliseconds that never go back. Default: `performance.now`. */
  readonly now?: () => number;
}
