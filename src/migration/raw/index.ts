import type { MigrationRawConfig } from "../../../generated/migration/providers/raw.config.js";
import type { MigrationEngine } from "../engine.js";
import { draftMigration } from "./draft-migration.js";
import { readStatus } from "./read-states.js";
import { resolveMigration } from "./resolve-migration.js";
import { previewMigrations, runMigrations } from "./run-migrations.js";

/** SQL files, in dbmate's format and with its table, or plain. */
const rawEngine: Required<MigrationEngine<MigrationRawConfig>> = {
  id: "raw",
  plan: async (options) => (await readStatus(options)).migrations,
  run: runMigrations,
  status: readStatus,
  resolve: resolveMigration,
  preview: previewMigrations,
  draft: draftMigration,
};

export default rawEngine;
