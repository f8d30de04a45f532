import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { WatchOptions } from "./codegen-result.js";
import { type CodegenDependencies, type CodegenRun, runCodegen } from "./codegen-run.js";
import { inputsAreAs } from "./io/input-states.js";
import { watchFiles } from "./io/watch-files.js";

/**
 * A save is often several changes: wait until there were none for so long, but not longer than `longestWait`.
 */
const quietTime = 60;
const longestWait = 1000;

/** Compiles now and after every change of an input, one run at a time, until the signal is aborted. */
export async function watchAndRun(options: WatchOptions, dependencies: CodegenDependencies): Promise<void> {
  const { cwd, signal, onResult, onFailure } = options;
  const manifestPath = resolve(cwd, options.manifestPath);
  const outDir = resolve(cwd, options.outDir);
  const changes = new Bell();
  const watcher = watchFiles(dirname(manifestPath), () => changes.ring());
  const ended = (): void => changes.ring();
  signal.addEventListener("abort", ended);
  let paths: readonly string[] = [manifestPath];
  try {
    while (!signal.aborted) {
      const start = performance.now();
      let run: CodegenRun | undefined;
      try {
        run = await runCodegen(options, dependencies);
        paths = run.result.inputs;
        await onResult(run.result, performance.now() - start);
      } catch (error) {
        onFailure(error);
      }
      await untilStale(run);
    }
  } finally {
    signal.removeEventListener("abort", ended);
    watcher.close();
  }

  /**
   * Waits until an input is no longer as `run` saw it, or until the output folder is gone, or until the end. What is done
   * to single files of the output is left to the next run: nobody may have meant it.
   */
  async function untilStale(run: CodegenRun | undefined): Promise<void> {
    const isOutputGone = (): boolean => hasOutput(run) && !existsSync(outDir);
    const watched = [...paths, outDir];
    watcher.watch(watched);
    // Only now nothing is missed; what happened before shows in the inputs themselves.
    let stale = run?.unsteady === true || !isCurrent(run, true) || isOutputGone();
    while (!stale && !signal.aborted) {
      await changes.rung();
      await settle();
      // A folder may have been replaced by another of the same name.
      watcher.watch(watched);
      stale = !isCurrent(run, false) || isOutputGone();
    }
    if (run?.unsteady === true && !signal.aborted) await setTimeout(quietTime);
  }

  async function settle(): Promise<void> {
    const deadline = performance.now() + longestWait;
    do {
      changes.hush();
      await setTimeout(signal.aborted ? 0 : quietTime);
    } while (changes.ringing && !signal.aborted && performance.now() < deadline);
  }
}

/** True when the inputs are as the run saw them; `unknown` is the answer for a run that saw none. */
function isCurrent(run: CodegenRun | undefined, unknown: boolean): boolean {
  return run?.inputs === undefined ? unknown : inputsAreAs(run.inputs);
}

/** True when there were files in the output folder at the end of the run. */
function hasOutput(run: CodegenRun | undefined): boolean {
  if (run?.result.ok !== true) return false;
  const { created, changed, unchanged } = run.result.counts;
  return created + changed + unchanged > 0;
}

/** Rings until it is hushed. */
class Bell {
  ringing = false;
  #waiting: (() => void) | undefined;

  ring(): void {
    this.ringing = true;
    this.#waiting?.();
  }

  hush(): void {
    this.ringing = false;
  }

  rung(): Promise<void> {
    if (this.ringing) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting = resolve;
    });
  }
}
