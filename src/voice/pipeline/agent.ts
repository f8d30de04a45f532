/** What an agent is told with each thing that was said. */
export interface AgentTurn {
  readonly sessionId: string;
  readonly userId: string;
  /** Aborted when the person interrupts, or the session ends. */
  readonly signal: AbortSignal;
}

/** Answers what a person said. A reply that comes in pieces is spoken piece by piece. */
export type VoiceAgent = (
  transcript: string,
  turn: AgentTurn,
) => Promise<string> | string | AsyncIterable<string>;

/** How long the stages of one answer took, in milliseconds since the stage that listens said that the person had finished. */
export interface PipelineTimings {
  /** Until the text of what was said was there. Absent in `s2s`. */
  readonly transcribed?: number;
  /** Until the first piece of the reply. Absent in `s2s`. */
  readonly answered?: number;
  /** Until the first audio of the reply. */
  readonly spoken: number;
  /** Whether that was later than the latency target. */
  readonly late: boolean;
}
