import { dirname, join } from "node:path";
import { hashText } from "./content-hash.js";
import type { FileSystem } from "./file-system.js";
import { isOutputPath, type OutputPaths, outputPaths, ownedFilesName } from "./output-paths.js";
import type { ChangeStep } from "./plan-changes.js";

/*
 * How a commit survives its own death.
 *
 * Everything that can fail for want of space, or take long, happens in the staging folder: each new text is
 * written to `N.new`, and each file that will be replaced or removed gets a second name `N.old`. Then the
 * journal (steps with the hashes before and after) appears in one rename, and from there on only renames and
 * unlinks are left: `N.new` moves over its target, or the target goes. `.files.json` is the last step; then
 * the journal is removed.
 *
 * - Killed before the journal is there: the output is untouched, and the staging folder is rubbish.
 * - Killed later: every target is in its old or its new state, as its hash tells. Whoever comes next finishes
 *   the steps or, if a new text is missing or torn (a power cut), undoes them from `N.old`. Both can be
 *   interrupted again at any point.
 * - An error in the middle, with the process alive: the steps are undone at once. Undoing only renames, too.
 *
 * Only the journal is forced to the medium. The staged texts need not be: their hashes are checked before
 * they are used.
 */

type StepState = "before" | "after" | "other";

/** Carries out staged steps; when one fails, undoes those before it and throws what failed. */
export function commitSteps(fileSystem: FileSystem, folder: string, steps: readonly ChangeStep[]): void {
  const paths = outputPaths(folder);
  try {
    steps.forEach((step, index) => {
      forward(fileSystem, paths, step, index);
    });
  } catch (error) {
    undo(fileSystem, paths, steps);
    throw error;
  }
  settle(fileSystem, paths, steps);
}

/** How an interrupted commit was settled. */
export type Recovery = "finished" | "undone" | "discarded";

/**
 * Settles the commit that an interrupted run left; undefined when there is none. Files that somebody changed
 * since are left alone. Throws the system's error when it cannot; then the journal stays for the next
 * attempt.
 */
export function recoverCommit(fileSystem: FileSystem, folder: string): Recovery | undefined {
  const paths = outputPaths(folder);
  const content = fileSystem.readFile(paths.journal);
  if (content === undefined) return undefined;
  const steps = parseJournal(Buffer.from(content).toString("utf8"));
  const states = steps.map((step) => stateOf(fileSystem, paths, step));
  const begun = states.includes("after");
  const complete = !states.includes("before");
  const intact = (name: string, hash: string | null): boolean =>
    hash === null || hashOf(fileSystem, join(paths.staging, name)) === hash;

  if (begun && !complete) {
    const canFinish = steps.every(
      (step, index) => states[index] !== "before" || intact(newName(index), step.after),
    );
    const canUndo = steps.every(
      (step, index) => states[index] !== "after" || intact(oldName(index), step.before),
    );
    if (canUndo && !canFinish) {
      steps.forEach((step, index) => {
        if (states[index] === "after") backward(fileSystem, paths, step, index);
      });
      settle(fileSystem, paths, steps);
      return "undone";
    }
    // Where neither is possible (half of the staging folder is gone), what can be finished is; the rest has a
    // hash that `.files.json` does not list, and the next run writes it anew.
    steps.forEach((step, index) => {
      if (states[index] === "before" && intact(newName(index), step.after))
        forward(fileSystem, paths, step, index);
    });
  }
  settle(fileSystem, paths, steps);
  return begun ? "finished" : "discarded";
}

/** Makes the journal appear; from now on the steps will be carried out, whatever happens. */
export function writeJournal(fileSystem: FileSystem, folder: string, steps: readonly ChangeStep[]): void {
  const { journal } = outputPaths(folder);
  fileSystem.writeFileDurably(`${journal}.new`, `${JSON.stringify({ version: 1, steps })}\n`);
  fileSystem.rename(`${journal}.new`, journal);
}

/** Names in the staging folder. */
export const newName = (index: number): string => `${index}.new`;
export const oldName = (index: number): string => `${index}.old`;

function forward(fileSystem: FileSystem, paths: OutputPaths, step: ChangeStep, index: number): void {
  const target = join(paths.folder, step.path);
  if (step.after === null) {
    fileSystem.removeFile(target);
  } else {
    if (step.before === null) fileSystem.makeFolder(dirname(target));
    fileSystem.rename(join(paths.staging, newName(index)), target);
  }
}

function backward(fileSystem: FileSystem, paths: OutputPaths, step: ChangeStep, index: number): void {
  const target = join(paths.folder, step.path);
  if (step.before === null) {
    fileSystem.removeFile(target);
  } else {
    if (step.after === null) fileSystem.makeFolder(dirname(target));
    fileSystem.rename(join(paths.staging, oldName(index)), target);
  }
}

/**
 * Undoes the steps that were carried out. If that fails as well, the journal stays, and the next run settles
 * it.
 */
function undo(fileSystem: FileSystem, paths: OutputPaths, steps: readonly ChangeStep[]): void {
  try {
    for (const [index, step] of [...steps.entries()].reverse()) {
      if (stateOf(fileSystem, paths, step) === "after") backward(fileSystem, paths, step, index);
    }
  } catch {
    return; // The error that made undoing necessary is the one to report.
  }
  settle(fileSystem, paths, steps);
}

/**
 * Removes what is no longer needed, once every target is in one and the same state. Failing here harms
 * nobody: a journal whose steps are all done, or all undone, says only that there is something to tidy.
 */
function settle(fileSystem: FileSystem, paths: OutputPaths, steps: readonly ChangeStep[]): void {
  try {
    for (const { path } of steps) removeEmptyFolders(fileSystem, paths.folder, path);
    fileSystem.removeFile(paths.journal);
    removeStaging(fileSystem, paths);
  } catch {}
}

/** Removes the staging folder; without a journal nothing in it has a meaning. */
export function removeStaging(fileSystem: FileSystem, paths: OutputPaths): void {
  fileSystem.removeTree(paths.staging);
  fileSystem.removeFile(`${paths.journal}.new`);
  fileSystem.removeFile(join(paths.work, ".gitignore"));
}

/** Removes the folders above `path` that have become empty, up to the output folder itself. */
function removeEmptyFolders(fileSystem: FileSystem, folder: string, path: string): void {
  for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
    const parent = join(folder, path.slice(0, end));
    // A killed run may have removed the inner folder and not come to the outer one.
    if (!fileSystem.removeEmptyFolder(parent) && fileSystem.kind(parent) !== undefined) return;
  }
}

function stateOf(fileSystem: FileSystem, paths: OutputPaths, step: ChangeStep): StepState {
  const hash = hashOf(fileSystem, join(paths.folder, step.path));
  if (hash === step.after) return "after";
  return hash === step.before ? "before" : "other";
}

/** Null when nothing stands there; undefined when it is no regular file. */
function hashOf(fileSystem: FileSystem, path: string): string | null | undefined {
  const kind = fileSystem.kind(path);
  if (kind === undefined) return null;
  return kind === "file" ? fileSystem.useFile(path, hashText) : undefined;
}

/**
 * A journal that no run can have written has no steps: it is removed, and the next run writes what is
 * missing.
 */
function parseJournal(text: string): readonly ChangeStep[] {
  try {
    const { version, steps } = JSON.parse(text) as { version?: unknown; steps?: unknown };
    return version === 1 && Array.isArray(steps) && steps.every(isStep) ? steps : [];
  } catch {
    return [];
  }
}

function isStep(value: unknown): value is ChangeStep {
  if (typeof value !== "object" || value === null) return false;
  const { path, before, after } = value as { [key: string]: unknown };
  const isHash = (hash: unknown): boolean => hash === null || typeof hash === "string";
  const known = typeof path === "string" && (path === ownedFilesName || isOutputPath(path));
  return known && isHash(before) && isHash(after) && before !== after;
}
