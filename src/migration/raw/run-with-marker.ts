import { executionError } from "../database/execution-error.js";
import { explain } from "../database/explain.js";
import { isInTransaction, rollBack } from "../database/mysql-transaction.js";
import type { DatabaseSession } from "../session/database-session.js";
import { type SqlStatement, splitStatements } from "../sql/sql-statements.js";
import { lineAt } from "./migration-file.js";
import { type PlannedMigration, sentSql } from "./planned-migrations.js";
import type { MigrationContext } from "./run-migration.js";
import { auditSubject } from "./tracking-tables.js";

/**
 * Statement by statement, where no transaction can hold the whole migration. A marker says so from before the first to
 * after the last and tells how far it is; it stays when the run fails or is killed in between.
 *
 * On MySQL the migration begins in a transaction all the same. As long as nothing in it commits by itself, as schema
 * changes do, a failure is undone, and a marker of progress is committed with exactly the statement that it is about.
 */
export async function runWithMarker(planned: PlannedMigration, context: MigrationContext): Promise<boolean> {
  const { source, section } = planned;
  const { tables, direction, session, flavor } = context;
  const { database } = session;
  const subject = auditSubject(source);
  const statements = splitStatements(section.sql, flavor);
  await recording(planned, () => tables.audit.mark(subject, direction, "running"));
  if (section.transaction) await database.execute(database.dialect.begin);
  for (const [index, statement] of statements.entries()) {
    const place = placeOf(planned, statement, index, statements.length);
    // Only a help for whoever repairs it: the migration may have made the table inaccessible, as `lock tables` does.
    await tables.audit.mark(subject, direction, "running", place).catch(() => {});
    try {
      // One at a time: several in one message share a transaction, which `create index concurrently` cannot be in.
      await database.execute(statement.text);
    } catch (error) {
      await settle(planned, context, `${place}: ${error instanceof Error ? error.message : String(error)}`);
      throw executionError(error, sentSql(planned, context.folder, statement), flavor);
    }
  }
  return await recording(planned, () => finish(planned, context));
}

/** The last records, in the migration's own transaction should that still be open. */
async function finish(
  { source }: PlannedMigration,
  { session, tables, direction }: MigrationContext,
): Promise<boolean> {
  const { database } = session;
  if (!(await isStillOpen(session)))
    return await database.transaction(() => tables.record(source, direction));
  const done = await tables.record(source, direction);
  await database.execute("commit");
  return done;
}

/** Records a failure, unless everything could be rolled back. */
async function settle(planned: PlannedMigration, context: MigrationContext, message: string): Promise<void> {
  const { source, section } = planned;
  const { session, tables, direction, audit } = context;
  const { driver } = session.database;
  try {
    const isUndone = section.transaction && driver.kind === "mysql" && (await rollBack(driver.client));
    if (isUndone) await tables.restore(source.version, audit.get(source.version));
    else {
      // A transaction that the migration itself has begun would take the record with it.
      await session.database.execute("rollback").catch(() => {});
      await tables.audit.mark(auditSubject(source), direction, "failed", message);
    }
  } catch {
    // The connection is gone; the marker stays as it was.
  }
}

async function isStillOpen({ database }: DatabaseSession): Promise<boolean> {
  return database.driver.kind === "mysql" && (await isInTransaction(database.driver.client));
}

function recording<Result>({ source }: PlannedMigration, action: () => Promise<Result>): Promise<Result> {
  return explain(`recording migration ${source.id}`, action);
}

function placeOf(planned: PlannedMigration, statement: SqlStatement, index: number, total: number): string {
  const line = lineAt(planned.source.text, planned.section.start + statement.start);
  return `statement ${index + 1} of ${total}, line ${line}`;
}
