import { randomUUID } from "node:crypto";
import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { currentProcess, mayBeAlive, type ProcessIdentity } from "../../process/process-identity.js";
import { MigrationError } from "../migration-error.js";
import type { DatabaseLock, LockOptions } from "./database-lock.js";
import { waitForLock } from "./wait-for-lock.js";

/** What a lock file holds: its owner, and whether that has given the lock back. */
interface Entry extends ProcessIdentity {
  readonly since: string;
  readonly released: boolean;
}

/**
 * Takes a lock that is a folder of numbered files. The file with the highest number is the lock: it is free when its
 * owner has released it or is dead. Who wants it creates the next number, which the file system grants to one process
 * only, whole or not at all. The newest file is never deleted, so no two processes can both take over from a dead one,
 * as they could by deleting and creating one lock file. Files that a killed process leaves need no repair.
 *
 * @throws MigrationError `locked`, naming the owner, when the time is up.
 */
export async function acquireFileLock(
  folder: string,
  label: string,
  options: LockOptions,
): Promise<DatabaseLock> {
  const number = await takeNumber(folder, label, options);
  const file = entryFile(folder, number);
  return {
    verify: async () => {},
    release: async () => {
      writeWhole(folder, { ...newEntry(), released: true }, (whole) => renameSync(whole, file));
    },
  };
}

async function takeNumber(folder: string, label: string, options: LockOptions): Promise<number> {
  try {
    mkdirSync(folder, { recursive: true });
    return await waitForLock(
      label,
      options,
      async () => tryNext(folder),
      async () => findFileLockOwner(folder, label) ?? "another run has just ended",
    );
  } catch (error) {
    if (MigrationError.isInstance(error)) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = code === "EACCES" || code === "EROFS" ? "permission denied" : message;
    throw new MigrationError("connection_failed", `taking the lock of database ${label}: ${reason}`, {
      cause: error,
    });
  }
}

/** The number that is ours now, or undefined while another process holds the lock. */
function tryNext(folder: string): number | undefined {
  const newest = newestNumber(folder);
  if (newest > 0) {
    const entry = readEntry(folder, newest);
    if (entry === undefined || !isFree(entry)) return undefined;
  }
  const mine = newest + 1;
  if (!createEntry(folder, mine)) return undefined;
  // Had others come and gone since `newest` was read, this number would be one that they have already deleted.
  if (newestNumber(folder) !== mine) {
    rmSync(entryFile(folder, mine), { force: true });
    return undefined;
  }
  removeOlder(folder, mine);
  return mine;
}

function createEntry(folder: string, number: number): boolean {
  try {
    writeWhole(folder, newEntry(), (whole) => linkSync(whole, entryFile(folder, number)));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Writes an entry beside its place and lets `publish` give it its name, so that nobody ever reads half of it. */
function writeWhole(folder: string, entry: Entry, publish: (whole: string) => void): void {
  const whole = join(folder, `${randomUUID()}.tmp`);
  try {
    writeFileSync(whole, `${JSON.stringify(entry)}\n`, { flag: "wx" });
    publish(whole);
  } finally {
    rmSync(whole, { force: true });
  }
}

/** One predecessor stays, so that a reader of the folder who is overtaken still sees a number. */
function removeOlder(folder: string, number: number): void {
  for (const other of numbers(folder)) {
    if (other < number - 1) rmSync(entryFile(folder, other), { force: true });
  }
}

function newEntry(): Entry {
  return { ...currentProcess(), since: new Date().toISOString(), released: false };
}

/** Undefined when the file has been replaced by a later number since it was listed. */
function readEntry(folder: string, number: number): Entry | undefined {
  let text: string;
  try {
    text = readFileSync(entryFile(folder, number), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  try {
    return JSON.parse(text) as Entry;
  } catch {
    // Entries appear whole; only a machine that went down with its file system can leave less, and then all are dead.
    return { ...newEntry(), released: true };
  }
}

function isFree(entry: Entry): boolean {
  return entry.released || !mayBeAlive(entry);
}

/** Who holds the lock of a folder, in a clause; undefined when nobody does. */
export function findFileLockOwner(folder: string, label: string): string | undefined {
  const newest = newestNumber(folder);
  const entry = newest === 0 ? undefined : readEntry(folder, newest);
  if (entry === undefined || isFree(entry)) return undefined;
  const owner = `process ${entry.pid} on ${entry.host} uses it since ${entry.since}`;
  const { host, namespace } = currentProcess();
  if (entry.host === host && entry.namespace === namespace) return owner;
  return `${owner}; should it be gone, delete the folder ${label.replace(/^\w+:/, "")}.lock`;
}

function newestNumber(folder: string): number {
  return Math.max(0, ...numbers(folder));
}

function numbers(folder: string): readonly number[] {
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  return names.flatMap((name) => {
    const match = /^(\d+)\.json$/.exec(name);
    return match === null ? [] : [Number(match[1])];
  });
}

function entryFile(folder: string, number: number): string {
  return join(folder, `${number}.json`);
}
