import type { DatabaseDriver } from "../database/database.js";
import { type FailedQueries, knexClient } from "./knex-client.js";
import type { Knex, KnexFactory, KnexMigrationConfig, KnexMigrationSource } from "./knex-types.js";
import type { KnexPackages, KnexProject } from "./settings.js";

const silent = (): void => {};

/**
 * Lends an open connection to the project's knex. What fails is also put into `failed`, as the driver has said it.
 */
export async function withKnex<Result>(
  packages: KnexPackages,
  driver: DatabaseDriver,
  failed: FailedQueries,
  action: (knex: Knex) => Promise<Result>,
): Promise<Result> {
  const open = packages.knex.load<KnexFactory>();
  const knex = open({
    client: knexClient(packages, driver, failed),
    connection: {},
    // There is one connection; knex-pglite says so by itself, and refuses to be told.
    ...(driver.kind !== "pglite" && { pool: { min: 0, max: 1 } }),
    // SQLite cannot be told to use a default; knex asks for a decision.
    ...(driver.kind === "sqlite" && { useNullAsDefault: true }),
    // So that an error tells which line of the migration has sent the statement.
    asyncStackTraces: true,
    log: { warn: silent, error: silent, deprecate: silent, debug: silent },
  });
  try {
    return await action(knex);
  } finally {
    await knex.destroy();
  }
}

const nothing: KnexMigrationSource = {
  getMigrations: async () => [],
  getMigrationName: (name) => name,
  getMigration: async (name) => {
    throw new Error(`there is no migration ${name}`);
  },
};

/** knex's settings for its migrations. Which files there are, and which of them are run, it is told. */
export function migrationConfig(
  { tables, disableTransactions }: KnexProject,
  migrationSource: KnexMigrationSource = nothing,
): KnexMigrationConfig {
  return {
    tableName: tables.table,
    ...(tables.schema !== undefined && { schemaName: tables.schema }),
    disableTransactions,
    // Of a file that is missing we have told already.
    disableMigrationsListValidation: true,
    migrationSource,
  };
}
