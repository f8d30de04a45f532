import { randomBytes } from "node:crypto";
import type { FileSystem } from "./file-system.js";
import type { Processes, ProcessIdentity } from "./process-identity.js";

/** Who holds a lock; `token` tells one hold from every other. */
interface Holder extends ProcessIdentity {
  readonly token: string;
}

/** The outcome of an attempt: held by us, or by somebody else (undefined while that cannot be said). */
export type LockAttempt =
  | { readonly held: true; release(): void }
  | { readonly held: false; readonly holder: ProcessIdentity | undefined };

const tokenPattern = /^[0-9a-f]{16}$/;

/**
 * Tries to take the lock at `path` (its folder must exist), without waiting.
 *
 * The lock appears complete: it is written under another name and then linked, which fails when the lock
 * exists.
 *
 * A lock whose process has ended is taken over, and of several waiters that see this only one can win:
 * whoever wants to replace the lock with token T must first take the lock `path.T`, and then look again. T is
 * never used twice, so a waiter that comes late finds another token, or none, and lets go. Should the winner
 * die in the middle, its `path.T` is a lock of a process that has ended, and is taken over by the same rule.
 */
export function tryLock(fileSystem: FileSystem, path: string, processes: Processes): LockAttempt {
  const mine: Holder = { ...processes.self, token: randomBytes(8).toString("hex") };
  const text = `${JSON.stringify(mine)}\n`;
  const lock: LockAttempt = {
    held: true,
    release() {
      if (readHolder(fileSystem, path)?.token === mine.token) fileSystem.removeFile(path);
    },
  };
  if (createComplete(fileSystem, path, mine.token, text)) return lock;

  const holder = readHolder(fileSystem, path);
  if (holder === undefined || !processes.isGone(holder)) return { held: false, holder };
  const claim = tryLock(fileSystem, `${path}.${holder.token}`, processes);
  if (!claim.held) return { held: false, holder };
  try {
    if (readHolder(fileSystem, path)?.token !== holder.token) return { held: false, holder: undefined };
    const draft = `${path}.${mine.token}.new`;
    fileSystem.writeFile(draft, text);
    fileSystem.rename(draft, path);
    return lock;
  } finally {
    claim.release();
  }
}

/**
 * False when the file exists. Fails with `ENOENT` when the folder, or the draft, is swept away by whoever
 * held the lock.
 */
function createComplete(fileSystem: FileSystem, path: string, token: string, text: string): boolean {
  if (fileSystem.kind(path) !== undefined) return false;
  const draft = `${path}.${token}.new`;
  try {
    fileSystem.writeFile(draft, text);
    // Without hard links the lock is created, then filled; a process killed in between leaves a lock that
    // names nobody.
    return fileSystem.link(draft, path) ?? fileSystem.createFile(path, text);
  } finally {
    try {
      fileSystem.removeFile(draft);
    } catch {
      // It is in nobody's way, and whoever holds the lock next removes it.
    }
  }
}

/** Undefined when there is no lock, or nothing readable in it. */
function readHolder(fileSystem: FileSystem, path: string): Holder | undefined {
  const content = fileSystem.readFile(path);
  if (content === undefined) return undefined;
  try {
    const found = JSON.parse(Buffer.from(content).toString("utf8")) as Partial<Holder>;
    const { pid, thread, started, host, boot, namespace, token } = found;
    if (typeof pid !== "number" || !Number.isSafeInteger(pid) || pid <= 0) return undefined;
    if (typeof thread !== "number" || typeof token !== "string" || !tokenPattern.test(token))
      return undefined;
    if (typeof started !== "string" || typeof host !== "string") return undefined;
    if (typeof boot !== "string" || typeof namespace !== "string") return undefined;
    return { pid, thread, started, host, boot, namespace, token };
  } catch {
    return undefined;
  }
}
