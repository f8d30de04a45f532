import type { MigrationDrizzleConfig } from "../../../generated/migration/providers/drizzle.config.js";
import type { MigrationOptions } from "../engine.js";
import type { SessionOptions } from "../session/database-session.js";
import { isStrict, sessionOptions } from "../session/session-options.js";
import { type DrizzlePackage, drizzlePackage, refuseOtherFormat } from "./drizzle-package.js";
import { type DrizzleFolder, readDrizzleFolder } from "./migration-folder.js";
import type { DrizzleTable } from "./migrator.js";

/** What every operation starts from, before it looks at the database. */
export interface DrizzleProject {
  readonly folder: DrizzleFolder;
  readonly drizzle: DrizzlePackage;
  readonly table: DrizzleTable;
  readonly strict: boolean;
  readonly session: SessionOptions;
}

/**
 * Reads config and folder, and finds the project's drizzle-orm.
 *
 * @throws MigrationError `engine_not_installed` or `invalid_file`.
 */
export function drizzleProject(options: MigrationOptions<MigrationDrizzleConfig>): DrizzleProject {
  const { config } = options;
  const drizzle = drizzlePackage(options.workDir);
  const folder = readDrizzleFolder(options.migrationPath, options.workDir);
  refuseOtherFormat(folder, drizzle);
  return {
    folder,
    drizzle,
    table: {
      name: config.migrations_table ?? "__drizzle_migrations",
      schema: config.migrations_schema ?? "drizzle",
    },
    strict: isStrict(config),
    session: sessionOptions(options),
  };
}
