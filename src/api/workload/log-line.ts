/** What a line of a workload's log was written to; `notice` lines are the server's own. */
export const logStreams = ["stdout", "stderr", "notice"] as const;

export type LogStream = (typeof logStreams)[number];

/** A line of a workload's log. */
export interface LogLine {
  /** From 1, without gaps. */
  readonly seq: number;
  readonly stream: LogStream;
  readonly line: string;
  /** ISO 8601, UTC. */
  readonly created_at: string;
}

/** What a workload's log may take; the rest is cut off, and the log says so. */
export interface LogLimits {
  /** UTF-16 units of one line; a longer one is broken. */
  readonly lineLength: number;
  /** Lines of one workload. */
  readonly lines: number;
  /** UTF-16 units of one workload's lines. */
  readonly length: number;
}
