import type { LogLimits } from "./workload/log-line.js";

/** What requests and workloads may cost. */
export interface ApiLimits {
  /** Bytes of a request's body; more is refused with 413. Default: 15 MiB. */
  readonly bodyBytes: number;
  /** Bytes of a document or a config to validate. Default: 256 KiB. */
  readonly documentBytes: number;
  /** Workloads that wait or run at the same time; another one is refused with 429. Default: 1000. */
  readonly workloads: number;
  /**
   * Bytes of the requests that brought them, taken together, and once more of the bodies that are being read; more is refused
   * with 429. Default: 256 MiB.
   */
  readonly pendingBytes: number;
  /** Logs that are followed at the same time; another one is refused with 429. Default: 100. */
  readonly logStreams: number;
  /** What is kept of a workload's log. Default: 10,000 lines of at most 8192 characters, 1 Mi characters in all. */
  readonly log: LogLimits;
  /** Finished workloads that are kept; the oldest are forgotten. Default: 10,000. */
  readonly finishedWorkloads: number;
  /** Bytes of the database's content above which the oldest finished workloads are forgotten, too. Default: 1 GiB. */
  readonly databaseBytes: number;
}

/** What holds where `createApi` is told nothing else. */
export const defaultApiLimits: ApiLimits = {
  bodyBytes: 15 * 1024 * 1024,
  documentBytes: 256 * 1024,
  workloads: 1000,
  pendingBytes: 256 * 1024 * 1024,
  logStreams: 100,
  log: { lineLength: 8192, lines: 10_000, length: 1024 * 1024 },
  finishedWorkloads: 10_000,
  databaseBytes: 1024 * 1024 * 1024,
};
