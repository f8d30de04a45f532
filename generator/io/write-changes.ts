import { join } from "node:path";
import { commitSteps, newName, oldName, removeStaging, writeJournal } from "./commit-journal.js";
import { toUnixLines } from "./content-hash.js";
import type { FileSystem } from "./file-system.js";
import { toOutputError } from "./output-error.js";
import { outputPaths, ownedFilesName } from "./output-paths.js";
import type { ChangePlan } from "./plan-changes.js";

/** The texts of output files, by path. */
export interface Contents {
  /** A text, or one in bytes with `\n` only; undefined for what is no output file. */
  get(path: string): string | Uint8Array | undefined;
}

/**
 * Carries out a plan, wholly or not at all; the caller holds the lock of `folder`. Files that are as they
 * should be are not touched. `contents` has the text of every file that the plan writes. Throws an
 * `OutputError`; then the previous output stands.
 */
export function writeChanges(
  fileSystem: FileSystem,
  folder: string,
  plan: ChangePlan,
  contents: Contents,
): void {
  if (plan.steps.length === 0) return;
  // A text that cannot be made is no fault of the folder.
  const texts = new Map(plan.steps.map(({ path, after }) => [path, after && contents.get(path)]));
  try {
    stage(fileSystem, folder, plan, texts);
    commitSteps(fileSystem, folder, plan.steps);
  } catch (error) {
    throw toOutputError(error, folder, "write");
  }
}

/** Prepares everything beside the output, up to the journal; what is left on failure is removed. */
function stage(
  fileSystem: FileSystem,
  folder: string,
  plan: ChangePlan,
  texts: ReadonlyMap<string, string | Uint8Array | null | undefined>,
): void {
  const paths = outputPaths(folder);
  try {
    removeStaging(fileSystem, paths);
    fileSystem.makeFolder(paths.staging);
    // A killed run must not show up in anybody's commit.
    fileSystem.writeFile(join(paths.work, ".gitignore"), "*\n");
    plan.steps.forEach(({ path, before, after }, index) => {
      if (before !== null) fileSystem.linkOrCopy(join(folder, path), join(paths.staging, oldName(index)));
      if (after === null) return;
      const text = path === ownedFilesName ? plan.ownedFiles : texts.get(path);
      if (text === null || text === undefined) throw new Error(`no content for ${path}`);
      const content = typeof text === "string" ? toUnixLines(text) : text;
      fileSystem.writeFile(join(paths.staging, newName(index)), content);
    });
    writeJournal(fileSystem, folder, plan.steps);
  } catch (error) {
    try {
      // The journal goes first: it may have appeared although writing it failed.
      fileSystem.removeFile(paths.journal);
      removeStaging(fileSystem, paths);
    } catch {}
    throw error;
  }
}
