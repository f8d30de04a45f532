import type { MigrationDrizzleConfig } from "../../../generated/migration/providers/drizzle.config.js";
import type { MigrationEngine } from "../engine.js";
import { draftMigration } from "./draft-migration.js";
import { previewRun } from "./preview.js";
import { readStatus } from "./read-status.js";
import { resolveMigration } from "./resolve.js";
import { runMigrations } from "./run-migrations.js";

/** The folders of drizzle-kit, applied by the project's own drizzle-orm. */
const drizzleEngine: MigrationEngine<MigrationDrizzleConfig> = {
  id: "drizzle",
  plan: async (options) => (await readStatus(options)).migrations,
  run: runMigrations,
  status: readStatus,
  resolve: resolveMigration,
  preview: previewRun,
  draft: draftMigration,
};

export default drizzleEngine;
