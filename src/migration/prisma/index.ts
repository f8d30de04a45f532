import type { MigrationPrismaConfig } from "../../../generated/migration/providers/prisma.config.js";
import type { MigrationEngine } from "../engine.js";
import { draftMigration } from "./draft-migration.js";
import { previewRun } from "./preview.js";
import { readStatus } from "./read-states.js";
import { resolveMigration } from "./resolve-migration.js";
import { runMigrations } from "./run-migrations.js";

/** Prisma's migrations, applied by Prisma's own schema engine in this process. */
const prismaEngine: MigrationEngine<MigrationPrismaConfig> = {
  id: "prisma",
  plan: async (options) => (await readStatus(options)).migrations,
  run: runMigrations,
  status: readStatus,
  resolve: resolveMigration,
  preview: previewRun,
  draft: draftMigration,
};

export default prismaEngine;
