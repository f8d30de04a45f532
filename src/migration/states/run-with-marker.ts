import type { AuditRow, AuditSubject, AuditTable } from "../audit/audit-table.js";
import type { Database } from "../database/database.js";
import { executionError, type SentSql } from "../database/execution-error.js";
import { explain } from "../database/explain.js";
import { isInTransaction, rollBack } from "../database/mysql-transaction.js";
import type { MigrationDirection } from "../engine.js";
import { lineAt } from "../sql/line-at.js";
import { sqlFlavor } from "../sql/sql-flavor.js";

/** A migration of SQL that no transaction can hold as a whole. */
export interface MarkedMigration {
  readonly subject: AuditSubject;
  readonly direction: MigrationDirection;
  readonly statements: readonly SentSql[];
  /** False when it must not begin in a transaction. */
  readonly transaction: boolean;
  /** What the audit table knew of it before the run. */
  readonly before: AuditRow | undefined;
  /** Writes the records of its end; false when another program has just done so. */
  readonly record: () => Promise<boolean>;
}

/** Where it runs, and where the marker is. */
export interface MarkerContext {
  readonly database: Database;
  readonly audit: AuditTable;
}

/**
 * Statement by statement, where no transaction can hold the whole migration. A marker says so from before the first to
 * after the last and tells how far it is; it stays when the run fails or is killed in between.
 *
 * On MySQL the migration begins in a transaction all the same. As long as nothing in it commits by itself, as schema
 * changes do, a failure is undone, and a marker of progress is committed with exactly the statement that it is about.
 *
 * @throws MigrationError `migration_failed`.
 */
export async function runWithMarker(migration: MarkedMigration, context: MarkerContext): Promise<boolean> {
  const { subject, direction, statements, transaction } = migration;
  const { database, audit } = context;
  await recording(migration, async () => {
    await audit.mark(subject, direction, "running");
    if (transaction) await database.execute(database.dialect.begin);
  });
  for (const [index, statement] of statements.entries()) {
    const line = lineAt(statement.text, statement.offset);
    const place = `statement ${index + 1} of ${statements.length}, line ${line}`;
    // Only a help for whoever repairs it: the migration may have made the table inaccessible, as `lock tables` does.
    await audit.mark(subject, direction, "running", place).catch(() => {});
    try {
      // One at a time: several in one message share a transaction, which `create index concurrently` cannot be in.
      await database.execute(statement.sent);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      await settle(migration, context, `${place}: ${message}`);
      throw executionError(error, statement, sqlFlavor(database.dialect.name));
    }
  }
  return await recording(migration, () => finish(migration, context));
}

/** The last records, in the migration's own transaction should that still be open. */
async function finish({ record }: MarkedMigration, { database }: MarkerContext): Promise<boolean> {
  const { driver } = database;
  const isOpen = driver.kind === "mysql" && (await isInTransaction(driver.client));
  if (!isOpen) return await database.transaction(record);
  const isRecorded = await record();
  await database.execute("commit");
  return isRecorded;
}

/** Records a failure, unless everything could be rolled back. */
async function settle(
  { subject, direction, transaction, before }: MarkedMigration,
  { database, audit }: MarkerContext,
  message: string,
): Promise<void> {
  const { driver } = database;
  try {
    const isUndone = transaction && driver.kind === "mysql" && (await rollBack(driver.client));
    if (isUndone) await audit.restore(subject.version, before);
    else {
      // A transaction that the migration itself has begun would take the record with it.
      await database.execute("rollback").catch(() => {});
      await audit.mark(subject, direction, "failed", message);
    }
  } catch {
    // The connection is gone; the marker stays as it was.
  }
}

function recording<Result>({ subject }: MarkedMigration, action: () => Promise<Result>): Promise<Result> {
  return explain(`recording migration ${subject.file}`, action);
}
