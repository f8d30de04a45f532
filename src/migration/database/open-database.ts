import type { Database } from "./database.js";
import type { ConnectionTarget } from "./target-kinds.js";

/**
 * Connects to a database. The driver is imported now, and not before. Hold a {@link DatabaseLock} around it.
 *
 * @throws MigrationError `connection_failed` or `driver_not_installed`.
 */
export async function openDatabase(target: ConnectionTarget): Promise<Database> {
  switch (target.kind) {
    case "postgres":
      return await (await import("./postgres-database.js")).openPostgres(target);
    case "mysql":
      return await (await import("./mysql-database.js")).openMysql(target);
    case "sqlite":
      return await (await import("./sqlite-database.js")).openSqlite(target);
    case "pglite":
      return await (await import("./pglite-database.js")).openPglite(target);
  }
}

/** False when the database certainly does not exist yet, so that reading from it need not create it. */
export async function databaseExists(target: ConnectionTarget): Promise<boolean> {
  switch (target.kind) {
    case "pglite":
      return (await import("./pglite-database.js")).pgliteExists(target);
    case "sqlite":
      return (await import("./sqlite-database.js")).sqliteExists(target);
    case "postgres":
    case "mysql":
      return true;
  }
}
