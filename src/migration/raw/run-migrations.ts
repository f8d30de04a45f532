import { explain } from "../database/explain.js";
import type { MigrationPreview, MigrationRunOptions, MigrationRunResult } from "../engine.js";
import { MigrationError } from "../migration-error.js";
import { type DatabaseSession, runOnDatabase } from "../session/database-session.js";
import { isStrict, sessionOptions } from "../session/session-options.js";
import { runSelected } from "../states/run-selected.js";
import type { MigrationFolder } from "./migration-folder.js";
import { type PlanOptions, planMigrations } from "./planned-migrations.js";
import { flavorOf, type RawOptions, versionsTable } from "./raw-options.js";
import { readFolder, readStates, statesOf } from "./read-states.js";
import { runMigration } from "./run-migration.js";
import { TrackingTables } from "./tracking-tables.js";

type RunOptions = RawOptions & MigrationRunOptions<RawOptions["config"]>;

/** Applies or reverts migrations, alone on the database. */
export async function runMigrations(options: RunOptions): Promise<MigrationRunResult> {
  const folder = filesToRun(options);
  return await runOnDatabase(sessionOptions(options), (session) => runOpened(options, folder, session));
}

/** What a run would do. */
export async function previewMigrations(options: RunOptions): Promise<readonly MigrationPreview[]> {
  const folder = filesToRun(options);
  const { states } = await readStates(options, folder);
  return planMigrations(states, folder, planOptions(options)).map(({ migration, section }) => ({
    migration,
    direction: options.direction,
    // Without the line of the directive.
    sql: section.sql.replace(/^--[^\S\n]*migrate:[^\n]*(?:\n|$)/, "").trim(),
  }));
}

function filesToRun(options: RawOptions): MigrationFolder {
  const folder = readFolder(options);
  if (folder.files.length > 0) return folder;
  throw new MigrationError("missing_file", `no SQL migration files found in ${options.migrationPath}`);
}

function planOptions(options: RunOptions): PlanOptions {
  const { config, direction, steps = 0 } = options;
  return { direction, steps, strict: isStrict(config), flavor: flavorOf(options) };
}

async function runOpened(
  options: RunOptions,
  folder: MigrationFolder,
  session: DatabaseSession,
): Promise<MigrationRunResult> {
  const { database, target } = session;
  // Read under the lock: whoever held it before may have applied what was pending.
  const { states, recorded } = await explain(`checking migration status: ${target.label}`, () =>
    statesOf(database, options, folder),
  );
  const planned = planMigrations(states, folder, planOptions(options));
  if (planned.length === 0) return { done: [], interrupted: false };
  const tables = await explain(`ensuring migrations table: ${target.label}`, () =>
    TrackingTables.ensure(database, versionsTable(options.config)),
  );
  const { direction } = options;
  const context = {
    session,
    tables,
    direction,
    folder: folder.shown,
    flavor: flavorOf(options),
    audit: recorded.audit,
  };
  return await runSelected(session, planned, options, (step) => runMigration(step, context));
}
