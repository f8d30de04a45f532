import type { Diagnostic } from "../src/diagnostics/diagnostic.js";
import type { FileChange } from "./io/plan-changes.js";
import type { StageTime } from "./stage-clock.js";

/** What to compile, and how. */
export interface CodegenOptions {
  /** The manifest; relative to `cwd` or absolute. */
  readonly manifestPath: string;
  /** The folder of the generated files; relative to `cwd` or absolute. */
  readonly outDir: string;
  /** Absolute; the paths in diagnostics are relative to it. */
  readonly cwd: string;
  /**
   * Which back end writes the validators: `auto` is provc's own wherever it knows all keywords of a schema, and ajv
   * elsewhere; `ajv` is ajv everywhere. Default: `auto`.
   */
  readonly validators?: "auto" | "ajv";
  /** Write nothing and say what is stale. Default: false. */
  readonly check?: boolean;
  /** Use and fill the cache in `node_modules/.cache/provc` of the manifest's project. Default: true. */
  readonly cache?: boolean;
  /** How long to wait for another run that writes to the same folder, in milliseconds. Default: 20,000. */
  readonly lockWait?: number;
  /** Called at the end, with the time that each stage took. */
  readonly onTimings?: (stages: readonly StageTime[]) => void;
  /** Called before each longer piece of work; not called when nothing has changed. */
  readonly onProgress?: (progress: CodegenProgress) => void;
}

/** A longer piece of work that begins. */
export interface CodegenProgress {
  readonly phase: "load" | "emit" | "write";
  /** One line for the user, such as "writing 12 files". */
  readonly message: string;
}

/**
 * How many files are in which state. Restored hand-edited files count as changed; `.files.json` counts only
 * where it alone is stale.
 */
export interface CodegenCounts {
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly removed: number;
}

/** What a compilation came to. */
export interface CodegenResult {
  /** True when there is no error and, with `check`, nothing is stale. */
  readonly ok: boolean;
  /**
   * The files that were written or removed; with `check`, or when an error kept everything from being
   * written, those that would be.
   */
  readonly changes: readonly FileChange[];
  readonly counts: CodegenCounts;
  /** Sorted; errors mean that nothing was written. */
  readonly diagnostics: readonly Diagnostic[];
  /** True when no compilation was needed, because no input has changed since the last. */
  readonly cached: boolean;
  /** True when the run first repaired what a killed run had left. */
  readonly recovered: boolean;
  /** Absolute paths of all that the output depends on, also of files that are missing; sorted. */
  readonly inputs: readonly string[];
}

/** What to compile again and again, and whom to tell. */
export interface WatchOptions extends Omit<CodegenOptions, "check"> {
  /** Ends watching; a run under way comes to its end first. */
  readonly signal: AbortSignal;
  /** Called after every run, with the time that it took. */
  readonly onResult: (result: CodegenResult, milliseconds: number) => void | Promise<void>;
  /** Called when a run fails because of a bug; watching goes on. */
  readonly onFailure: (error: unknown) => void;
}
