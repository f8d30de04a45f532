import { type ConnectionOptions, connectionTarget } from "../database/connection-target.js";
import type { Database } from "../database/database.js";
import { explain } from "../database/explain.js";
import { databaseExists, openDatabase } from "../database/open-database.js";
import type { ConnectionTarget } from "../database/target-kinds.js";
import { acquireLock, type DatabaseLock } from "../lock/database-lock.js";
import { claimWork, findRunner } from "../lock/find-runner.js";

/** An open database with the lock that an operation needs. */
export interface DatabaseSession {
  readonly target: ConnectionTarget;
  readonly database: Database;
  /** To be verified before each step that changes something. */
  readonly lock: DatabaseLock;
  /** Who is migrating the database at this moment; only known to those who just look. */
  readonly lockedBy?: string;
  /**
   * Undoes what a migration has set for the session. Where that gives up the session's own locks, they are taken again.
   *
   * @param after what has just been done, for the message of a failure.
   */
  reset(after: string): Promise<void>;
}

/** Which database, and how long to wait for it. */
export interface SessionOptions extends ConnectionOptions {
  readonly lockTimeoutMs: number;
  readonly signal?: AbortSignal;
}

/**
 * Looks at a database. A server is read while another run is at work on it; an embedded database is waited for.
 *
 * @param absent answers when the database does not exist yet; it is not created.
 * @throws MigrationError `connection_failed`, `locked` or `interrupted`; `migration_failed` when the database refuses a
 *   statement of `read`.
 */
export async function readDatabase<Result>(
  options: SessionOptions,
  read: (session: DatabaseSession) => Promise<Result>,
  absent: (target: ConnectionTarget) => Result,
): Promise<Result> {
  const target = connectionTarget(options);
  if (!(await databaseExists(target))) return absent(target);
  return await withLock(target, "read", options, async (lock) =>
    withDatabase(target, lock, options, (session) =>
      explain(`checking migration status: ${target.label}`, async () => {
        const lockedBy = await findRunner(target, session.database);
        return await read({ ...session, ...(lockedBy !== undefined && { lockedBy }) });
      }),
    ),
  );
}

/**
 * Works on a database alone: with the lock of runs, and after what a killed run has left in the server has ended. An
 * embedded database that does not exist is created.
 *
 * @throws MigrationError `connection_failed`, `locked` or `interrupted`, and whatever `run` throws.
 */
export async function runOnDatabase<Result>(
  options: SessionOptions,
  run: (session: DatabaseSession) => Promise<Result>,
): Promise<Result> {
  const target = connectionTarget(options);
  return await withLock(target, "run", options, (lock) =>
    withDatabase(target, lock, options, async (session) => {
      await claimWork(target, session.database, waiting(options));
      return await run(session);
    }),
  );
}

async function withLock<Result>(
  target: ConnectionTarget,
  purpose: "run" | "read",
  options: SessionOptions,
  action: (lock: DatabaseLock) => Promise<Result>,
): Promise<Result> {
  const lock = await acquireLock(target, { purpose, ...waiting(options) });
  try {
    return await action(lock);
  } finally {
    await lock.release();
  }
}

async function withDatabase<Result>(
  target: ConnectionTarget,
  lock: DatabaseLock,
  options: SessionOptions,
  action: (session: DatabaseSession) => Promise<Result>,
): Promise<Result> {
  const database = await openDatabase(target);
  const reset = (after: string): Promise<void> =>
    explain(after, async () => {
      await database.resetSession();
      // Logging in anew, as a reset on MySQL does, frees the session's named locks.
      if (target.kind === "mysql") await claimWork(target, database, { timeoutMs: options.lockTimeoutMs });
    });
  try {
    return await action({ target, database, lock, reset });
  } finally {
    await database.close();
  }
}

function waiting(options: SessionOptions): { timeoutMs: number; signal?: AbortSignal } {
  return {
    timeoutMs: options.lockTimeoutMs,
    ...(options.signal !== undefined && { signal: options.signal }),
  };
}
