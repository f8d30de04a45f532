import type { AuditRow, AuditTable } from "../audit/audit-table.js";
import type { Database } from "../database/database.js";
import { explain } from "../database/explain.js";
import { rollBack } from "../database/mysql-transaction.js";
import type { MigrationDirection } from "../engine.js";
import type { SelectedMigration } from "../states/select-migrations.js";
import { executionError, failureText } from "./execution-error.js";
import type { FailedQueries } from "./knex-client.js";
import type { Knex, KnexMigrationModule, KnexMigrationSource } from "./knex-types.js";
import { migrationConfig, withKnex } from "./open-knex.js";
import type { RunBatch } from "./run-batch.js";
import type { KnexPackages, KnexProject } from "./settings.js";
import type { KnexSource } from "./states.js";

/** What running migrations needs. */
export interface RunContext {
  readonly database: Database;
  readonly project: KnexProject;
  readonly packages: KnexPackages;
  readonly audit: AuditTable;
  /** What the audit table knew before the run. */
  readonly before: ReadonlyMap<string, AuditRow>;
  readonly batch: RunBatch;
}

/** A migration to run, loaded. */
export interface MigrationWork {
  readonly step: SelectedMigration<KnexSource>;
  readonly module: KnexMigrationModule;
  readonly direction: MigrationDirection;
}

/** Runs one migration, which knex records; false when it turns out that another program has just done so. */
export async function runMigration(work: MigrationWork, context: RunContext): Promise<boolean> {
  const { step } = work;
  const failed: FailedQueries = new WeakMap();
  const { database, packages, project } = context;
  try {
    return await withKnex(packages, database.driver, failed, (knex) => {
      const isAtomic = usesTransaction(work, project) && database.dialect.transactionalDdl;
      return isAtomic ? runInTransaction(knex, work, context) : runWithMarker(knex, work, context, failed);
    });
  } catch (error) {
    throw executionError(error, step.source.file, project.folder, failed);
  }
}

function usesTransaction({ module }: MigrationWork, { disableTransactions }: KnexProject): boolean {
  const own = module.config?.transaction;
  return typeof own === "boolean" ? own : !disableTransactions;
}

/** The migration, knex's record and ours in one transaction: it has happened, or it has not. */
async function runInTransaction(knex: Knex, work: MigrationWork, context: RunContext): Promise<boolean> {
  return await knex.transaction(async (transaction) => {
    if (!(await migrate(transaction, work, work.module, context))) return false;
    await record(work, context);
    return true;
  });
}

/** A marker tells from before the migration to after its record that it is under way. */
async function runWithMarker(
  knex: Knex,
  work: MigrationWork,
  context: RunContext,
  failed: FailedQueries,
): Promise<boolean> {
  const { step, direction, module } = work;
  const { audit, before, database, project } = context;
  const { driver } = database;
  let isUndone = false;
  const watched = watchFailure(module, async () => {
    // Before knex rolls back itself, and nobody can tell any more whether a schema change had committed.
    isUndone = driver.kind === "mysql" && usesTransaction(work, project) && (await rollBack(driver.client));
  });
  await recording(work, () => audit.mark(subject(work), direction, "running"));
  let isRun: boolean;
  try {
    isRun = await migrate(knex, work, watched, context);
  } catch (error) {
    try {
      if (isUndone) await audit.restore(step.version, before.get(step.version));
      else await audit.mark(subject(work), direction, "failed", failureText(error, failed));
    } catch {
      // The connection is gone; the marker stays as it was.
    }
    throw error;
  }
  await recording(work, () => database.transaction(() => record(work, context)));
  return isRun;
}

/** Has knex run the one migration; false when it finds it run. */
async function migrate(
  knex: Knex,
  { step, direction }: MigrationWork,
  module: KnexMigrationModule,
  { project }: RunContext,
): Promise<boolean> {
  const source: KnexMigrationSource = {
    getMigrations: async () => [step.version],
    getMigrationName: (name) => name,
    getMigration: async () => module,
  };
  const config = { ...migrationConfig(project, source), name: step.version };
  const [, names] = await knex.migrate[direction](config);
  return names.length > 0;
}

/** Tells of a failure before knex gets to know it. */
function watchFailure(module: KnexMigrationModule, onFailure: () => Promise<void>): KnexMigrationModule {
  const watch = (run: KnexMigrationModule["up"]) => async (knex: unknown) => {
    try {
      return await run(knex);
    } catch (error) {
      await onFailure().catch(() => {});
      throw error;
    }
  };
  return { ...module, up: watch(module.up), down: watch(module.down) };
}

async function record(work: MigrationWork, { audit, batch }: RunContext): Promise<void> {
  if (work.direction === "down") {
    await audit.forget(work.step.version);
    return;
  }
  await batch.join(work.step.version);
  await audit.mark(subject(work), "up", "applied");
}

function subject({ step }: MigrationWork): Parameters<AuditTable["mark"]>[0] {
  return { version: step.version, file: step.migration.id, checksum: step.source.checksum };
}

function recording<Result>({ step }: MigrationWork, action: () => Promise<Result>): Promise<Result> {
  return explain(`recording migration ${step.migration.id}`, action);
}
