import type { Database } from "../database/database.js";
import type { ConnectionTarget } from "../database/target-kinds.js";
import { type LockOptions, lockFolder } from "./database-lock.js";

/**
 * Who is migrating a database at this moment, in a clause, as seen from a connection to it. A PGlite that could be
 * opened is nobody else's.
 */
export async function findRunner(target: ConnectionTarget, database: Database): Promise<string | undefined> {
  switch (target.kind) {
    case "postgres":
      return await (await import("./postgres-lock.js")).findHolder((statement) => database.query(statement));
    case "mysql":
      return await (await import("./mysql-lock.js")).findMysqlHolder(database, target);
    case "sqlite":
      return (await import("./file-lock.js")).findFileLockOwner(lockFolder(target), target.label);
    case "pglite":
      return undefined;
  }
}

/**
 * Waits until no session of an earlier, killed run is still at work in the server, and takes its place. Where the
 * database runs in the process, the work of a killed one has ended with it.
 */
export async function claimWork(
  target: ConnectionTarget,
  database: Database,
  options: Omit<LockOptions, "purpose">,
): Promise<void> {
  if (target.kind === "postgres") {
    await (await import("./postgres-lock.js")).claimSession(database, target.label, options);
  } else if (target.kind === "mysql") {
    await (await import("./mysql-lock.js")).claimMysqlSession(database, target, options);
  }
}
