import type { Availability, FailureReason } from "../backend.js";
import type { Workload } from "../workload.js";
import type { RunLimits } from "./limits.js";

/** One run, as a sandbox gets it: checked, with its place, its time and its output counted by others. */
export interface SandboxRun {
  readonly workload: Workload;
  readonly limits: RunLimits;
  /** Names the run in whatever outlives this process: letters, digits and `-`. */
  readonly runId: string;
  /** Empty, the run's own; removed after it. */
  readonly folder: string;
  /** Aborted when the run must end, for whatever reason. */
  readonly signal: AbortSignal;
  /** What the program reads from its standard input. */
  readonly stdin: Uint8Array;
  readonly stdout: (chunk: Uint8Array) => void;
  readonly stderr: (chunk: Uint8Array) => void;
  /** Writes down a process of the run, so that a later process can end it. */
  recordProcess(pid: number): void;
}

/** How a run ended in its sandbox. */
export interface SandboxExit {
  readonly exitCode?: number;
  /** What the program gives beside its streams. Default: what it wrote to its standard output. */
  readonly output?: Uint8Array;
  /** Set when the sandbox ended the program, or could not run it. */
  readonly failure?: { readonly reason: FailureReason; readonly message: string };
}

/** Gives a piece of work a run of its own, with a folder and a record, and clears both away after it. */
export type WithRun = <Result>(
  workload: Workload,
  limits: RunLimits,
  work: (run: SandboxRun) => Promise<Result>,
) => Promise<Result>;

/** What is different from one backend to the next. Queue, time, output, records and folders are not. */
export interface Sandbox {
  /** Why it cannot run this workload, beyond its runtime; undefined when it can. */
  refuse(workload: Workload): string | undefined;
  /** Runs something small. What it throws is the reason why the backend is not available. */
  probe(withRun: WithRun): Promise<Availability>;
  /** Runs a workload to its end. When it settles, no process of the run is left; the folder is removed by others. */
  run(run: SandboxRun): Promise<SandboxExit>;
  /** Removes what a run whose process has died may have left beside processes, cgroups and its folder. */
  release?(runId: string, folder: string): Promise<void>;
  /** Frees what the sandbox keeps between runs. */
  close?(): Promise<void>;
}
