import type { ConnectionTarget } from "../database/connection-target.js";

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
  switch (target.kind) {
    case "postgres":
      if (options.purpose === "read") return { verify: async () => {}, release: async () => {} };
      return await (await import("./postgres-lock.js")).acquirePostgresLock(target, options);
    case "pglite": {
      const { acquireFileLock } = await import("./file-lock.js");
      return await acquireFileLock(`${target.folder}.lock`, target.label, options);
    }
  }
}
