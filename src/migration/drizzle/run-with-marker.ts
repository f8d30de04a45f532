import { isInTransaction, rollBack } from "../database/mysql-transaction.js";
import { sqlFlavor } from "../sql/sql-flavor.js";
import { splitStatements } from "../sql/sql-statements.js";
import { executionError } from "./execution-error.js";
import type { MigrationWork, RunContext } from "./run-context.js";

/**
 * Statement by statement, on a database that cannot roll schema changes back. A marker says so from before the first to
 * after the last and tells how far it is; it stays when the run fails or is killed in between.
 *
 * The migration begins in a transaction all the same. As long as nothing in it commits by itself, as schema changes do,
 * a failure is undone, and a marker of progress is committed with exactly the statement that it is about.
 */
export async function runWithMarker(work: MigrationWork, context: RunContext): Promise<boolean> {
  const { database, audit, project } = context;
  const { subject, direction } = work;
  const statements = statementsOf(work, context);
  await audit.mark(subject, direction, "running");
  await database.execute(database.dialect.begin);
  for (const [index, { chunk, text, start, line }] of statements.entries()) {
    const place = `statement ${index + 1} of ${statements.length}, line ${line}`;
    // Only a help for whoever repairs it: the migration may have made the table inaccessible, as `lock tables` does.
    await audit.mark(subject, direction, "running", place).catch(() => {});
    try {
      await database.execute(text);
    } catch (error) {
      await settle(work, `${place}: ${error instanceof Error ? error.message : String(error)}`, context);
      const failed = { ...work, chunk, folder: project.folder.shown, sent: start };
      throw executionError(error, failed, database.dialect);
    }
  }
  return await finish(work, context);
}

interface PlacedStatement {
  readonly chunk: MigrationWork["script"]["chunks"][number];
  readonly text: string;
  /** Where it begins in its chunk. */
  readonly start: number;
  readonly line: number;
}

function statementsOf({ script }: MigrationWork, { database }: RunContext): readonly PlacedStatement[] {
  return script.chunks.flatMap((chunk) =>
    splitStatements(chunk.text, sqlFlavor(database.dialect.name)).map(({ text, start }) => {
      const line = script.text.slice(0, chunk.start + start).split("\n").length;
      return { chunk, text, start, line };
    }),
  );
}

/** The last records, in the migration's own transaction should that still be open. */
async function finish({ record }: MigrationWork, { database }: RunContext): Promise<boolean> {
  const { driver } = database;
  const isOpen = driver.kind === "mysql" && (await isInTransaction(driver.client));
  if (!isOpen) return await database.transaction(record);
  const isRecorded = await record();
  await database.execute("commit");
  return isRecorded;
}

/** Records a failure, unless everything could be rolled back. */
async function settle(
  { step, subject, direction }: MigrationWork,
  message: string,
  { database, audit, before }: RunContext,
): Promise<void> {
  const { driver } = database;
  try {
    const isUndone = driver.kind === "mysql" && (await rollBack(driver.client));
    const previous = before.get(step.version);
    if (!isUndone) await audit.mark(subject, direction, "failed", message);
    else if (previous === undefined) await audit.forget(step.version);
    else await audit.put(previous);
  } catch {
    // The connection is gone; the marker stays as it was.
  }
}
