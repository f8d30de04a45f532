import type { MigrationKnexConfig } from "../../../generated/migration/providers/knex.config.js";
import type { MigrationEngine } from "../engine.js";
import { draftMigration } from "./draft-migration.js";
import { readStatus } from "./read-status.js";
import { resolveMigration } from "./resolve.js";
import { previewRun, runMigrations } from "./run-migrations.js";

/** JavaScript and TypeScript files, run by the project's own knex. */
const knexEngine: MigrationEngine<MigrationKnexConfig> = {
  id: "knex",
  plan: async (options) => (await readStatus(options)).migrations,
  run: runMigrations,
  status: readStatus,
  resolve: resolveMigration,
  preview: previewRun,
  draft: draftMigration,
};

export default knexEngine;
