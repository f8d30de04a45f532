import type { Workload, WorkloadRuntime } from "./workload.js";

/** What a backend can do, in the words of the HTTP API. */
export interface IsolationCapabilities {
  /** What it is built on, such as `workerd`. */
  readonly name: string;
  readonly supported_runtimes: readonly WorkloadRuntime[];
  readonly supported_isolations: readonly string[];
  /** How many workloads it runs at once; the others wait their turn. */
  readonly max_concurrency: number;
}

/** Whether a backend can run something here and now, proved by running something. */
export type Availability =
  | {
      readonly available: true;
      /** What it runs with: versions, an accelerator. */
      readonly details: Readonly<Record<string, string>>;
    }
  | {
      readonly available: false;
      /** One line: what is missing, and what to do. */
      readonly reason: string;
    };

/**
 * How a run ended.
 *
 * - `completed`: the program ended by itself, with whatever exit code.
 * - `failed`: it was ended for going over a limit, or could not be run.
 * - `killed`: the caller's signal was aborted.
 */
export type WorkloadStatus = "completed" | "failed" | "killed";

/** Why a run did not complete; stable. */
export type FailureReason =
  | "timeout"
  | "memory"
  | "cpu"
  | "processes"
  | "output"
  | "aborted"
  | "start"
  | "backend";

/** What became of a workload. */
export interface WorkloadResult {
  readonly id: string;
  /** The id of the backend that ran it. */
  readonly backend: string;
  readonly status: WorkloadStatus;
  /** The program's exit code; 128 plus the signal's number when a signal ended it; absent when it never ran. */
  readonly exitCode?: number;
  /** Set unless `status` is `completed`. */
  readonly reason?: FailureReason;
  /** The same in one line for people, such as `workload timed out after 30s`. */
  readonly error?: string;
  /** What a module's function returned, as JSON; for other programs what they wrote to their standard output. */
  readonly output: Uint8Array;
  /** When the run began (after any wait for a free place) and ended: ISO 8601, UTC. */
  readonly startedAt: string;
  readonly finishedAt: string;
  /** From the one to the other, by a clock that does not jump. */
  readonly durationMs: number;
}

/** How to run a workload, beside what it says itself. */
export interface ExecuteOptions {
  /**
   * Called with what the program writes, as it comes: standard output and standard error, for a module `console.log` and
   * `console.error`. Never called after `execute` has settled. What they throw ends the run.
   */
  readonly onStdout?: (chunk: Uint8Array) => void;
  readonly onStderr?: (chunk: Uint8Array) => void;
  /** Called when the workload has got its place and begins to run. */
  readonly onStart?: () => void;
  /** Ends the run and everything in it; the result's status is then `killed`. */
  readonly signal?: AbortSignal;
}

/** A long-lived instance that runs workloads in isolation from this machine and from one another. */
export interface IsolationBackend {
  /** The id of its provider. */
  readonly id: string;

  /**
   * Runs a workload to its end. Over `max_concurrency` it waits, first come, first served. When it settles, nothing of the run
   * is left: no process, no mount, no file.
   *
   * @throws IsolationError `invalid_workload`, `unsupported_runtime`, `unsupported_source`, `duplicate_workload`, `unavailable`,
   *   `closed`: what shows before anything is run. Whatever a program does is a result.
   */
  execute(workload: Workload, options?: ExecuteOptions): Promise<WorkloadResult>;

  capabilities(): IsolationCapabilities;

  /** Whether it can run something here; asked once, unless `refresh` is set. Never rejects. */
  available(options?: { readonly refresh?: boolean }): Promise<Availability>;

  /** Ends a workload if it runs, and removes whatever is left of it; resolves when that is done. Idempotent. */
  cleanup(workloadId: string): Promise<void>;

  /** Ends all workloads and refuses new ones. Idempotent. */
  close(): Promise<void>;
}

/** What a backend is made with, beside its config. */
export interface IsolationBackendOptions {
  /** The folder for what runs and for what is worth keeping between runs. Default: one of this user below the folder for temporary files. */
  readonly stateFolder?: string;
  /** What relative paths in the config are relative to. Default: the working directory of the process. */
  readonly baseDir?: string;
  /** Called with what went wrong where nobody waits for it, such as leftovers that cannot be removed. Default: not reported. */
  readonly onError?: (error: Error) => void;
}

/**
 * The contract of kind `isolation`: runs programs that nobody trusts.
 *
 * `create` is a method, so that a provider typed with its own config can be used as an `IsolationBackendProvider`.
 * `defineIsolationBackend` makes one from a sandbox: queue, limits, time, output and cleaning up are the same for all.
 */
export interface IsolationBackendProvider<Config = unknown> {
  /** The id under which the provider is registered. */
  readonly id: string;

  /** Makes a backend; starts nothing yet. */
  create(config: Config, options?: IsolationBackendOptions): IsolationBackend;
}
