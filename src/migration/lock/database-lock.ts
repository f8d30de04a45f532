import { realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { ConnectionTarget, PgliteTarget, SqliteTarget } from "../database/target-kinds.js";

/** The right to work on a database, until it is released. */
export interface DatabaseLock {
  /** Rejects when the lock has been lost meanwhile, as by a broken connection. */
  verify(): Promise<void>;
  release(): Promise<void>;
}

/** How to wait for a lock. */
export interface LockOptions {
  /**
   * `run`: to change the database, one at a time. `read`: to look at it; waits only where even that needs the
   * database alone, as embedded ones do.
   */
  readonly purpose: "run" | "read";
  /** How long to wait for whoever holds it; 0 does not wait. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/**
 * Takes the lock of a database. It is the same for every engine, and keeps out every other run of this program on
 * the same database; it cannot keep out other programs.
 *
 * @throws MigrationError `locked`, naming the holder, when the time is up; `connection_failed`; `interrupted`.
 */
export async function acquireLock(target: ConnectionTarget, options: LockOptions): Promise<DatabaseLock> {
  // A server, and SQLite, let others look while one writes; of PGlite two processes at once would destroy the data.
  if (options.purpose === "read" && target.kind !== "pglite") {
    return { verify: async () => {}, release: async () => {} };
  }
  switch (target.kind) {
    case "postgres":
      return await (await import("./postgres-lock.js")).acquirePostgresLock(target, options);
    case "mysql":
      return await (await import("./mysql-lock.js")).acquireMysqlLock(target, options);
    case "sqlite":
    case "pglite": {
      const { acquireFileLock } = await import("./file-lock.js");
      return await acquireFileLock(lockFolder(target), target.label, options);
    }
  }
}

/** Where the lock of a database in a file or folder is: beside it, however many links lead there. */
export function lockFolder(target: SqliteTarget | PgliteTarget): string {
  const path = target.kind === "sqlite" ? target.file : target.folder;
  return `${realPath(path) ?? join(realPath(dirname(path)) ?? dirname(path), basename(path))}.lock`;
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
