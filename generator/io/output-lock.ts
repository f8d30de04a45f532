import { dirname, join } from "node:path";
import { now } from "../now.js";
import { withDeferredSignals } from "./deferred-signals.js";
import type { FileSystem } from "./file-system.js";
import { type LockAttempt, tryLock } from "./lock-file.js";
import { errorCode } from "./node-file-system.js";
import { OutputError, toOutputError } from "./output-error.js";
import { outputPaths, workFolderName } from "./output-paths.js";
import type { Processes, ProcessIdentity } from "./process-identity.js";

/** What the writer needs from the outside. */
export interface OutputPorts {
  readonly fileSystem: FileSystem;
  readonly processes: Processes;
  /** How long to wait for another run, in milliseconds. */
  readonly lockWait: number;
}

type Attempt<T> =
  | { readonly done: true; readonly value: T }
  | { readonly done: false; readonly holder: ProcessIdentity | undefined };

/**
 * Runs `work` while no other run writes to `folder`, which is made if need be (and removed again if it stays
 * empty). The lock is held for the length of synchronous work only, so waiting for it is short. Throws an
 * {@link OutputError} when the folder cannot be written to, or stays locked.
 */
export async function withOutputLock<T>(folder: string, ports: OutputPorts, work: () => T): Promise<T> {
  const deadline = now() + ports.lockWait;
  for (;;) {
    const attempt = await withDeferredSignals(() => attemptWork(folder, ports, work));
    if (attempt.done) return attempt.value;
    if (now() >= deadline) throw lockedError(folder, attempt.holder);
    // Waiters that poll at different times do not run in step.
    await new Promise((resolve) => setTimeout(resolve, 10 + Math.random() * 30));
  }
}

function attemptWork<T>(folder: string, ports: OutputPorts, work: () => T): Attempt<T> {
  const { fileSystem } = ports;
  const paths = outputPaths(folder);
  let made: string | undefined;
  let attempt: LockAttempt;
  try {
    made = fileSystem.makeFolder(paths.work);
    attempt = takeLock(paths.lock, ports);
  } catch (error) {
    throw toOutputError(error, folder, "write");
  }
  if (!attempt.held) return { done: false, holder: attempt.holder };
  try {
    sweepLockDrafts(fileSystem, paths.work);
    return { done: true, value: work() };
  } finally {
    release(fileSystem, paths.work, attempt);
    // Of the folders made for this run, none stays behind empty.
    for (let path = folder; made !== undefined && path.length >= made.length; path = dirname(path)) {
      if (!quietly(() => fileSystem.removeEmptyFolder(path))) break;
    }
  }
}

function takeLock(path: string, { fileSystem, processes }: OutputPorts): LockAttempt {
  try {
    return tryLock(fileSystem, path, processes);
  } catch (error) {
    // The last holder removed the folder, or our draft in it, at this very moment.
    if (errorCode(error) === "ENOENT") return { held: false, holder: undefined };
    throw error;
  }
}

/** Removes what killed waiters left. Whatever a live waiter loses by this, it notices and tries again. */
function sweepLockDrafts(fileSystem: FileSystem, work: string): void {
  for (const name of quietly(() => fileSystem.readFolder(work))?.keys() ?? []) {
    if (name.startsWith("lock.")) quietly(() => fileSystem.removeFile(join(work, name)));
  }
}

function release(fileSystem: FileSystem, work: string, lock: LockAttempt & { held: true }): void {
  quietly(() => lock.release());
  quietly(() => fileSystem.removeEmptyFolder(work));
}

/** Tidying must not hide the outcome of the work; what it leaves, the next run removes. */
function quietly<T>(operation: () => T): T | undefined {
  try {
    return operation();
  } catch {
    return undefined;
  }
}

function lockedError(folder: string, holder: ProcessIdentity | undefined): OutputError {
  const who = holder === undefined ? "another process" : `process ${holder.pid} on ${holder.host}`;
  return new OutputError("output-locked", folder, (name) => `${name} is being written by ${who}`, {
    // A process of another machine or container cannot be asked whether it is alive.
    hint: `if that process is gone, remove ${workFolderName} in this folder`,
  });
}
