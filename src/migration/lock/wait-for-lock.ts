import { setTimeout as delay } from "node:timers/promises";
import { formatDuration } from "../../time/duration.js";
import { MigrationError } from "../migration-error.js";
import type { LockOptions } from "./database-lock.js";

const POLL_MS = 100;

/**
 * Tries to take a lock until it is taken or the time is up.
 *
 * Trying again and again, instead of one statement that waits: a waiting statement holds a snapshot, and the holder's
 * `create index concurrently` waits for all older snapshots to end, so that each would wait for the other.
 *
 * @param attempt gives the lock, or undefined while another holds it.
 * @param describeHolder says in a clause who holds it, such as `it is held by process 12`.
 */
export async function waitForLock<Lock>(
  label: string,
  options: Omit<LockOptions, "purpose">,
  attempt: () => Promise<Lock | undefined>,
  describeHolder: () => Promise<string>,
): Promise<Lock> {
  const deadline = performance.now() + options.timeoutMs;
  for (;;) {
    if (options.signal?.aborted) {
      throw new MigrationError("interrupted", `interrupted while waiting for the lock of database ${label}`);
    }
    const lock = await attempt();
    if (lock !== undefined) return lock;
    const left = deadline - performance.now();
    if (left <= 0) {
      const waited = options.timeoutMs === 0 ? "" : `; gave up after ${formatDuration(options.timeoutMs)}`;
      throw new MigrationError("locked", `database ${label} is locked: ${await describeHolder()}${waited}`);
    }
    await delay(Math.min(POLL_MS, left));
  }
}

/** Says of a session that holds the lock of the work, though no run does, what it is. */
export function stillAtWork(session: string | undefined): string {
  return session === undefined
    ? "what a killed run had left in the server has just ended"
    : `the server is still at work for a killed run: ${session}`;
}
