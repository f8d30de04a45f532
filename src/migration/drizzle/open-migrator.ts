import type { Database } from "../database/database.js";
import { dialectMigrator } from "./dialect-migrator.js";
import type { DrizzlePackage } from "./drizzle-package.js";
import type { DrizzleMigrator, DrizzleTable, MigratorContext } from "./migrator.js";
import { proxyMigrator } from "./proxy-migrator.js";

/** The migrator of the installed version. */
export function drizzleMigrator(
  drizzle: DrizzlePackage,
  database: Database,
  table: DrizzleTable,
): DrizzleMigrator {
  const context: MigratorContext = { database, dialect: database.dialect.name, table };
  return drizzle.format === "journal" ? dialectMigrator(drizzle, context) : proxyMigrator(drizzle, context);
}
