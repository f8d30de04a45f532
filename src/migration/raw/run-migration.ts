import type { AuditRow } from "../audit/audit-table.js";
import { DatabaseError } from "../database/database-error.js";
import { executionError } from "../database/execution-error.js";
import type { MigrationDirection } from "../engine.js";
import { MigrationError } from "../migration-error.js";
import type { DatabaseSession } from "../session/database-session.js";
import type { SqlFlavor } from "../sql/sql-flavor.js";
import { splitStatements } from "../sql/sql-statements.js";
import { runWithMarker } from "../states/run-with-marker.js";
import { type PlannedMigration, sentSql } from "./planned-migrations.js";
import { auditSubject, type TrackingTables } from "./tracking-tables.js";

/** What running one migration needs. */
export interface MigrationContext {
  readonly session: DatabaseSession;
  readonly tables: TrackingTables;
  readonly direction: MigrationDirection;
  /** The folder's name in messages. */
  readonly folder: string;
  readonly flavor: SqlFlavor;
  /** What the audit table knew before the run, by version. */
  readonly audit: ReadonlyMap<string, AuditRow>;
}

/** Runs one migration and records it; false when it turns out that another program has just done so. */
export async function runMigration(planned: PlannedMigration, context: MigrationContext): Promise<boolean> {
  const { session } = context;
  const isUndoable = planned.section.transaction && session.database.dialect.transactionalDdl;
  const done = await (isUndoable ? runInTransaction : runMarked)(planned, context);
  await session.reset(`after migration ${planned.source.id}`);
  return done;
}

/** Statement by statement, with a marker of how far it is. */
async function runMarked(planned: PlannedMigration, context: MigrationContext): Promise<boolean> {
  const { source, section } = planned;
  const { session, tables, direction, audit, flavor, folder } = context;
  const statements = splitStatements(section.sql, flavor);
  return await runWithMarker(
    {
      subject: auditSubject(source),
      direction,
      statements: statements.map((statement) => sentSql(planned, folder, statement)),
      transaction: section.transaction,
      before: audit.get(source.version),
      record: () => tables.record(source, direction),
    },
    { database: session.database, audit: tables.audit },
  );
}

/** SQL and records in one transaction: it has happened, or it has not. */
async function runInTransaction(planned: PlannedMigration, context: MigrationContext): Promise<boolean> {
  const { source, section } = planned;
  const { database } = context.session;
  let stage = "recording" as "recording" | "executing" | "committing";
  try {
    return await database.transaction(async () => {
      // First the record: should a killed run still be at the same migration in the server, this waits for its end.
      if (!(await context.tables.record(source, context.direction))) return false;
      stage = "executing";
      await database.execute(section.sql);
      stage = "committing";
      return true;
    });
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    if (stage === "executing") throw executionError(error, sentSql(planned, context.folder), context.flavor);
    throw new MigrationError("migration_failed", `${stage} migration ${source.id}: ${error.message}`, {
      notes: error.details.notes,
      cause: error,
    });
  }
}
