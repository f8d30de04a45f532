import { recoverCommit, removeStaging } from "./commit-journal.js";
import { toOutputError } from "./output-error.js";
import { type OutputPorts, withOutputLock } from "./output-lock.js";
import { outputPaths } from "./output-paths.js";
import { systemPorts } from "./system-ports.js";

/**
 * Finishes (or undoes) what a killed run left half-written in the output folder `folder`; true when there was
 * something. Whoever reads generated files through provc calls it first; where nothing happened it costs one
 * look at the disk. Throws an `OutputError` when the folder cannot be repaired.
 */
export async function recoverOutput(folder: string, ports: OutputPorts = systemPorts()): Promise<boolean> {
  if (ports.fileSystem.kind(outputPaths(folder).journal) === undefined) return false;
  return withOutputLock(folder, ports, () => recoverLocked(folder, ports));
}

/** The same, and removes rubbish of killed runs; the caller holds the lock. */
export function recoverLocked(folder: string, { fileSystem }: OutputPorts): boolean {
  try {
    const recovery = recoverCommit(fileSystem, folder);
    removeStaging(fileSystem, outputPaths(folder));
    return recovery === "finished" || recovery === "undone";
  } catch (error) {
    throw toOutputError(error, folder, "write");
  }
}
