import type { MigrationKnexConfig } from "../../../generated/migration/providers/knex.config.js";
import { AuditTable } from "../audit/audit-table.js";
import type { Database } from "../database/database.js";
import { explain } from "../database/explain.js";
import type { MigrationPreview, MigrationRunOptions, MigrationRunResult } from "../engine.js";
import { MigrationError } from "../migration-error.js";
import { readDatabase, runOnDatabase } from "../session/database-session.js";
import { runSelected } from "../states/run-selected.js";
import { type SelectedMigration, selectMigrations } from "../states/select-migrations.js";
import { type MigrationLoader, migrationLoader } from "./load-migration.js";
import { migrationConfig, withKnex } from "./open-knex.js";
import { type KnexRecorded, noRows, readRecorded } from "./recorded.js";
import { RunBatch } from "./run-batch.js";
import { type MigrationWork, runMigration } from "./run-migration.js";
import { type KnexPackages, type KnexProject, knexPackages, knexProject } from "./settings.js";
import { type KnexSource, knexStates } from "./states.js";

type RunOptions = MigrationRunOptions<MigrationKnexConfig>;

/** Runs migrations up or down, alone on the database. */
export async function runMigrations(options: RunOptions): Promise<MigrationRunResult> {
  const project = projectToRun(options);
  const packages = knexPackages(options);
  const loader = migrationLoader(project.folder);
  return await runOnDatabase(project.session, async (session) => {
    const { database, target } = session;
    // Read under the lock: whoever held it before may have applied what was pending.
    const recorded = await explain(`checking migration status: ${target.label}`, () =>
      readRecorded(database, project.tables),
    );
    const work = await loadWork(select(project, recorded, options), options, loader);
    if (work.size === 0) return { done: [], interrupted: false };
    const audit = await explain(`ensuring migrations table: ${target.label}`, () =>
      ensureTables(database, project, packages),
    );
    const batch = new RunBatch(database, project.tables);
    const context = { database, project, packages, audit, before: recorded.audit, batch };
    const selected = [...work.values()].map(({ step }) => step);
    return await runSelected(session, selected, options, async ({ version }) => {
      const next = work.get(version);
      const done = next !== undefined && (await runMigration(next, context));
      await session.reset(`after migration ${version}`);
      return done;
    });
  });
}

/** What a run would do. The SQL is not known before the code of a migration runs, and sees the database's answers. */
export async function previewRun(options: RunOptions): Promise<readonly MigrationPreview[]> {
  const project = projectToRun(options);
  const recorded = await readDatabase(
    project.session,
    ({ database }) => readRecorded(database, project.tables),
    () => noRows,
  );
  const work = await loadWork(select(project, recorded, options), options, migrationLoader(project.folder));
  return [...work.values()].map(({ step, direction }) => ({ migration: step.migration, direction }));
}

function projectToRun(options: RunOptions): KnexProject {
  const project = knexProject(options);
  if (project.folder.files.length > 0) return project;
  throw new MigrationError("missing_file", `no knex migrations found in ${project.folder.shown}`);
}

function select(
  { folder, strict }: KnexProject,
  recorded: KnexRecorded,
  { direction, steps = 0 }: RunOptions,
): readonly SelectedMigration<KnexSource>[] {
  const irreversible = "it has no function down";
  return selectMigrations(knexStates(folder.files, recorded), { direction, steps, strict, irreversible });
}

/** Loads everything before anything runs, so that a broken file is refused and not met half-way. */
async function loadWork(
  selected: readonly SelectedMigration<KnexSource>[],
  { direction }: RunOptions,
  loader: MigrationLoader,
): Promise<ReadonlyMap<string, MigrationWork>> {
  const work = new Map<string, MigrationWork>();
  for (const step of selected) {
    work.set(step.version, { step, direction, module: await loader.load(step.source.file) });
  }
  return work;
}

/** Creates what is missing of our table, with its schema, and of knex's two. */
export async function ensureTables(
  database: Database,
  project: KnexProject,
  packages: KnexPackages,
): Promise<AuditTable> {
  const audit = await AuditTable.ensure(database, project.tables.audit);
  const failed = new WeakMap();
  await withKnex(packages, database.driver, failed, (knex) =>
    knex.migrate.currentVersion(migrationConfig(project)),
  ).catch((error: unknown) => {
    throw failed.get(error as object)?.error ?? error;
  });
  return audit;
}
