import type { MigrationPrismaConfig } from "../../../generated/migration/providers/prisma.config.js";
import type { TableName } from "../database/database.js";
import { DatabaseError } from "../database/database-error.js";
import { executionError } from "../database/execution-error.js";
import { explain } from "../database/explain.js";
import type { MigrationRunOptions, MigrationRunResult } from "../engine.js";
import { MigrationError } from "../migration-error.js";
import { type DatabaseSession, runOnDatabase } from "../session/database-session.js";
import { sessionOptions } from "../session/session-options.js";
import { runSelected } from "../states/run-selected.js";
import { recordRolledBack } from "./history.js";
import type { PrismaMigration } from "./migration-folder.js";
import { type PrismaProject, prismaProject } from "./prisma-options.js";
import { loadPrismaPackages } from "./prisma-packages.js";
import { PrismaSession } from "./prisma-session.js";
import { enterSchema } from "./schema-of-url.js";
import { selectRun } from "./select-run.js";

type RunOptions = MigrationRunOptions<MigrationPrismaConfig>;

/** Applies migrations with Prisma's engine, or reverts them with their `down.sql`, alone on the database. */
export async function runMigrations(options: RunOptions): Promise<MigrationRunResult> {
  const project = prismaProject(options);
  if (project.folder.migrations.length === 0) {
    throw new MigrationError("missing_file", `no migrations found in ${options.migrationPath}`);
  }
  const packages = options.direction === "up" ? await loadPrismaPackages(project.kind) : undefined;
  return await runOnDatabase(sessionOptions(options), async (session) => {
    const { database, target } = session;
    // Read under the lock: whoever held it before may have applied what was pending.
    const { selected, table } = await explain(`checking migration status: ${target.label}`, () =>
      selectRun(database, project, options),
    );
    if (selected.length === 0) return { done: [], interrupted: false };
    if (packages !== undefined) {
      // One at a time: the engine would run them all without a word, and past an interruption.
      const prisma = await PrismaSession.start(session, project, packages);
      return await runSelected(session, selected, options, async ({ source }) => {
        await prisma.apply(source);
        return true;
      });
    }
    if (table === undefined) return { done: [], interrupted: false };
    return await runSelected(session, selected, options, ({ source }) =>
      revert(source, session, project, table),
    );
  });
}

/** Prisma itself reverts nothing: `down.sql` and the record of it, in one transaction. */
async function revert(
  { id, down = "" }: PrismaMigration,
  session: DatabaseSession,
  { folder, flavor, schema }: PrismaProject,
  table: TableName,
): Promise<boolean> {
  const { database } = session;
  let isExecuting = false;
  await explain(`before migration ${id}`, () => enterSchema(database, schema));
  try {
    return await database.transaction(async () => {
      if ((await recordRolledBack(database, table, id)) === 0) return false;
      isExecuting = true;
      await database.execute(down);
      isExecuting = false;
      return true;
    });
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    const file = `${folder.shown}/${id}/down.sql`;
    if (isExecuting) throw executionError(error, { id, file, text: down, offset: 0, sent: down }, flavor);
    throw new MigrationError("migration_failed", `recording migration ${id}: ${error.message}`, {
      notes: error.details.notes,
      cause: error,
    });
  } finally {
    await session.reset(`after migration ${id}`);
  }
}
