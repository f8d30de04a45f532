import type { MigrationKnexConfig } from "../../../generated/migration/providers/knex.config.js";
import { connectionTarget } from "../database/connection-target.js";
import type { MigrationOptions } from "../engine.js";
import { type ProjectPackage, projectPackage } from "../files/project-package.js";
import type { SessionOptions } from "../session/database-session.js";
import { isStrict, sessionOptions } from "../session/session-options.js";
import { type KnexFolder, readKnexFolder } from "./migration-folder.js";

/** The tables of knex and ours, as the config names them. */
export interface KnexTables {
  readonly schema: string | undefined;
  readonly table: string;
  readonly lock: string;
  /** With the schema, if there is one. */
  readonly audit: string;
}

/** What every operation starts from, before it looks at the database. */
export interface KnexProject {
  readonly folder: KnexFolder;
  readonly tables: KnexTables;
  readonly strict: boolean;
  readonly disableTransactions: boolean;
  readonly session: SessionOptions;
  readonly workDir: string;
}

/** The packages that run migrations. */
export interface KnexPackages {
  readonly knex: ProjectPackage;
  /** For the embedded database only. */
  readonly pglite: ProjectPackage | undefined;
}

const EXTENSIONS = [".js", ".cjs", ".mjs", ".ts", ".cts", ".mts"] as const;

/** Reads config and folder. */
export function knexProject(options: MigrationOptions<MigrationKnexConfig>): KnexProject {
  const { config, migrationPath, workDir } = options;
  const { schema_name: schema, table_name: table = "knex_migrations" } = config;
  return {
    folder: readKnexFolder(migrationPath, workDir, fileExtensions(config)),
    tables: {
      schema,
      table,
      lock: `${table}_lock`,
      audit: `${schema === undefined ? "" : `${schema}.`}${table}_audit`,
    },
    strict: isStrict(config),
    disableTransactions: config.disable_transactions ?? false,
    session: sessionOptions(options),
    workDir,
  };
}

/** The extensions that make a file a migration. */
export function fileExtensions(config: MigrationKnexConfig): readonly string[] {
  return config.extensions ?? EXTENSIONS;
}

/**
 * Finds the project's knex, and what it needs for the configured database.
 *
 * @throws MigrationError `engine_not_installed`.
 */
export function knexPackages(options: MigrationOptions): KnexPackages {
  const knex = projectPackage("knex", "knex", options.workDir);
  const isEmbedded = connectionTarget(options).kind === "pglite";
  return { knex, pglite: isEmbedded ? projectPackage("knex-pglite", "knex", options.workDir) : undefined };
}
