import type { Database } from "../database/database.js";
import { DatabaseError } from "../database/database-error.js";
import { explain } from "../database/explain.js";
import type { MigrationDirection } from "../engine.js";
import { MigrationError } from "../migration-error.js";
import { executionError } from "./execution-error.js";
import type { PlannedMigration } from "./select-migrations.js";
import { splitStatements } from "./sql-statements.js";
import type { TrackingTables } from "./tracking-tables.js";

/** What running one migration needs. */
export interface MigrationContext {
  readonly database: Database;
  readonly tables: TrackingTables;
  readonly direction: MigrationDirection;
  /** The folder's name in messages. */
  readonly folder: string;
}

/** Runs one migration and records it; false when it turns out that another program has just done so. */
export async function runMigration(planned: PlannedMigration, context: MigrationContext): Promise<boolean> {
  const inTransaction = planned.section.transaction && context.database.dialect.transactionalDdl;
  const done = await (inTransaction ? runInTransaction : runWithMarker)(planned, context);
  await explain(`after migration ${planned.file.name}`, () => context.database.resetSession());
  return done;
}

/** SQL and records in one transaction: it has happened, or it has not. */
async function runInTransaction(planned: PlannedMigration, context: MigrationContext): Promise<boolean> {
  const { file, section } = planned;
  let stage = "recording" as "recording" | "executing" | "committing";
  try {
    return await context.database.transaction(async () => {
      // First the record: should a killed run still be at the same migration in the server, this waits for its end.
      if (!(await record(planned, context))) return false;
      stage = "executing";
      await context.database.execute(section.sql);
      stage = "committing";
      return true;
    });
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    if (stage === "executing") throw executionError(error, file, section, context.folder);
    throw new MigrationError("migration_failed", `${stage} migration ${file.name}: ${error.message}`, {
      notes: error.details.notes,
      cause: error,
    });
  }
}

async function record({ file }: PlannedMigration, { tables, direction }: MigrationContext): Promise<boolean> {
  if (direction === "up") {
    if (!(await tables.addVersion(file.version))) return false;
    await tables.mark(file, "up", "applied");
    return true;
  }
  if (!(await tables.removeVersion(file.version))) return false;
  await tables.forget(file.version);
  return true;
}

/**
 * Statement by statement, outside a transaction. A marker says so from before the first to after the last, and stays
 * when the run fails or is killed in between.
 */
async function runWithMarker(planned: PlannedMigration, context: MigrationContext): Promise<boolean> {
  const { file, section } = planned;
  const { database, tables, direction } = context;
  await tables.mark(file, direction, "running");
  for (const statement of splitStatements(section.sql)) {
    try {
      // One at a time: several in one message share a transaction, which `create index concurrently` cannot be in.
      await database.execute(statement.text);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      await tables.mark(file, direction, "failed", message).catch(() => {});
      throw executionError(error, file, section, context.folder, statement.start);
    }
  }
  return await database.transaction(() => record(planned, context));
}
