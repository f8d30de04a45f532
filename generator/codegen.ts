import { systemDependencies } from "./codegen-dependencies.js";
import type { CodegenOptions, CodegenResult, WatchOptions } from "./codegen-result.js";
import { runCodegen } from "./codegen-run.js";
import { watchAndRun } from "./codegen-watch.js";

export type {
  CodegenCounts,
  CodegenOptions,
  CodegenProgress,
  CodegenResult,
  WatchOptions,
} from "./codegen-result.js";
export type { ChangeStatus, FileChange } from "./io/plan-changes.js";
export type { StageTime } from "./stage-clock.js";

/**
 * Compiles a manifest into its output folder, or checks that the folder is up to date.
 *
 * Writing is atomic: on any error the previous output stays whole, and what a killed run left half-written is
 * repaired by the next. Files that provc did not write are never overwritten or removed. A run in which
 * nothing changed loads neither a parser nor a compiler.
 *
 * Errors in the manifest, and a folder that cannot be written, are diagnostics in the result; a rejection is
 * a bug of provc.
 */
export async function codegen(options: CodegenOptions): Promise<CodegenResult> {
  return (await runCodegen(options, systemDependencies(options.lockWait))).result;
}

/**
 * Compiles now, and again after every change of the manifest, a schema or a module, until the signal is
 * aborted. Stays alive whatever is wrong with them.
 */
export function watchCodegen(options: WatchOptions): Promise<void> {
  return watchAndRun(options, systemDependencies(options.lockWait));
}
