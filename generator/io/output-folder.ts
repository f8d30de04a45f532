import type { HashBook, StampedHash } from "./hash-book.js";
import { OutputError, toOutputError } from "./output-error.js";
import { checkOutputLocation } from "./output-location.js";
import { type OutputPorts, withOutputLock } from "./output-lock.js";
import { outputPaths } from "./output-paths.js";
import { hashAt, isUntouched, readOutputState } from "./output-state.js";
import { type ChangePlan, nothingToChange, planChanges } from "./plan-changes.js";
import { recoverLocked, recoverOutput } from "./recover-output.js";
import { type Contents, writeChanges } from "./write-changes.js";

/** Path → hash of what belongs in an output folder. */
export type Outputs = ReadonlyMap<string, string>;

/** Every output with its stamp, and `.files.json`. */
export interface LeftFiles {
  readonly files: readonly StampedHash[];
  /** The hash of `.files.json`. */
  readonly list: string;
}

/** One output folder, as runs see it. Everything here throws an `OutputError` when the system refuses. */
export interface OutputFolder {
  /** Refuses a folder that output cannot live in. */
  checkLocation(manifestFolder: string): void;
  /** Repairs what a killed run left half-written; true when there was something. */
  repair(): Promise<boolean>;
  /** The same, and removes the rubbish of killed runs. */
  tidy(): Promise<boolean>;
  /** Compares what is there with what belongs there; `left` is what a run has left that made the same outputs. */
  plan(outputs: Outputs, left?: LeftFiles): ChangePlan;
  /** The same, but not while another run is writing. */
  planSteady(outputs: Outputs, left?: LeftFiles): Promise<ChangePlan>;
  /**
   * Brings the folder up to date, and returns what was done (nothing if there are conflicts). While no other
   * run can write, asks whether the outputs still `hold`; if not, does nothing and returns undefined. A plan that was
   * `made` before is made again only if it no longer holds.
   */
  write(
    outputs: Outputs,
    contents: Contents,
    hold: () => boolean,
    made?: ChangePlan,
  ): Promise<ChangePlan | undefined>;
}

/** The folder at an absolute path; `comment` is the banner of its `.files.json`. Files that `book` knows are not read. */
export function outputFolder(
  folder: string,
  comment: string,
  ports: OutputPorts,
  book?: HashBook,
): OutputFolder {
  const { fileSystem } = ports;
  const reading = <T>(operation: () => T): T => {
    try {
      return operation();
    } catch (error) {
      throw toOutputError(error, folder, "read");
    }
  };
  const { work, lock, ownedFiles } = outputPaths(folder);
  const listStamp = (): string | undefined => fileSystem.stamp(ownedFiles)?.text;
  /** The stamp that `.files.json` had before each plan was made. */
  const stamps = new WeakMap<ChangePlan, string | undefined>();
  const plan = (outputs: Outputs, left?: LeftFiles): ChangePlan =>
    reading(() => {
      if (left !== undefined && isUntouched(fileSystem, folder, left.files))
        return nothingToChange(outputs.size, left.list);
      const stamp = listStamp();
      const made = planChanges(outputs, readOutputState(fileSystem, folder, outputs, book), comment);
      stamps.set(made, stamp);
      return made;
    });
  /** Whether a plan can still be carried out: no other run has written since, and what it changes is as it was. */
  const isCurrent = (made: ChangePlan): boolean =>
    reading(
      () =>
        stamps.has(made) &&
        stamps.get(made) === listStamp() &&
        made.steps.every(({ path, before }) => hashAt(fileSystem, folder, path, book) === before),
    );
  const exists = (path: string): boolean => reading(() => fileSystem.kind(path) !== undefined);
  return {
    checkLocation: (manifestFolder) => reading(() => checkOutputLocation(fileSystem, manifestFolder, folder)),
    repair: () => recoverOutput(folder, ports),
    tidy: async () => exists(work) && withOutputLock(folder, ports, () => recoverLocked(folder, ports)),
    plan,
    async planSteady(outputs, left) {
      const first = plan(outputs, left);
      if (first.steps.length === 0 || !exists(lock)) return first;
      // Somebody is writing: what was read may be half old, half new. Look again when they are done.
      try {
        return await withOutputLock(folder, ports, () => {
          recoverLocked(folder, ports);
          return plan(outputs);
        });
      } catch (error) {
        if (error instanceof OutputError) return first;
        throw error;
      }
    },
    write: (outputs, contents, hold, made) =>
      withOutputLock(folder, ports, () => {
        const recovered = recoverLocked(folder, ports);
        if (!hold()) return undefined;
        const steps = made !== undefined && !recovered && isCurrent(made) ? made : plan(outputs);
        if (steps.conflicts.length === 0) writeChanges(fileSystem, folder, steps, contents);
        return steps;
      }),
  };
}
