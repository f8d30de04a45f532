import type { MigrationDrizzleConfig } from "../../../generated/migration/providers/drizzle.config.js";
import { AuditTable } from "../audit/audit-table.js";
import type { Database } from "../database/database.js";
import { explain } from "../database/explain.js";
import type { MigrationRunOptions, MigrationRunResult } from "../engine.js";
import { runOnDatabase } from "../session/database-session.js";
import { runSelected } from "../states/run-selected.js";
import { auditName } from "./applied-rows.js";
import { drizzleMigrator } from "./open-migrator.js";
import { type DrizzleRecorded, readRecorded } from "./recorded.js";
import type { RunContext } from "./run-context.js";
import { runMigration } from "./run-migration.js";
import { selectDrizzle } from "./select.js";
import { type DrizzleProject, drizzleProject } from "./settings.js";
import { drizzleStates } from "./states.js";

/** Applies or reverts migrations, alone on the database. */
export async function runMigrations(
  options: MigrationRunOptions<MigrationDrizzleConfig>,
): Promise<MigrationRunResult> {
  const project = drizzleProject(options);
  return await runOnDatabase(project.session, async (session) => {
    const { database, target } = session;
    // Read under the lock: whoever held it before may have applied what was pending.
    const recorded = await explain(`checking migration status: ${target.label}`, () =>
      readRecorded(database, project.folder, project.table),
    );
    const states = drizzleStates(project.folder, recorded);
    const selected = selectDrizzle(states, options, project, database.dialect);
    if (selected.length === 0) return { done: [], interrupted: false };
    const context = await explain(`ensuring migrations table: ${target.label}`, () =>
      prepareRun(database, project, recorded),
    );
    return await runSelected(session, selected, options, async (step) => {
      const done = await explain(`migration ${step.migration.id}`, () =>
        runMigration(step, options.direction, context),
      );
      await session.reset(`after migration ${step.migration.id}`);
      return done;
    });
  });
}

/** Makes drizzle-orm's table ready, and ours. */
export async function prepareRun(
  database: Database,
  project: DrizzleProject,
  recorded: DrizzleRecorded,
): Promise<RunContext> {
  const { drizzle, table, folder } = project;
  const migrator = drizzleMigrator(drizzle, database, table);
  // Only a table of 0.x has to be told which migrations it records.
  const unnamed = recorded.outdated ? folder.migrations.filter(({ id }) => recorded.applied.has(id)) : [];
  await migrator.prepare(unnamed);
  const audit = await AuditTable.ensure(database, auditName(database, table));
  return { database, project, migrator, audit, before: recorded.audit };
}
