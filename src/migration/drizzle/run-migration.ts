import { DatabaseError } from "../database/database-error.js";
import { executionError } from "../database/execution-error.js";
import type { MigrationDirection } from "../engine.js";
import { MigrationError } from "../migration-error.js";
import { sqlFlavor } from "../sql/sql-flavor.js";
import { splitStatements } from "../sql/sql-statements.js";
import { runWithMarker } from "../states/run-with-marker.js";
import { type RowKey, removeRow } from "./applied-rows.js";
import type { MigrationWork, RunContext } from "./run-context.js";
import { type SelectedDrizzle, scriptOf, sentChunk } from "./select.js";
import type { DrizzleProject } from "./settings.js";
import type { DrizzleSource } from "./states.js";

/** Runs one migration and records it; false when it turns out that another program has just done so. */
export async function runMigration(
  step: SelectedDrizzle,
  direction: MigrationDirection,
  context: RunContext,
): Promise<boolean> {
  const { database, project, audit } = context;
  const { version, migration, source } = step;
  const subject = { version, file: migration.id, checksum: source.checksum };
  const changeRow =
    direction === "up"
      ? await drizzleRecord(source, context)
      : () => removeRow(database, project.table, rowKey(source, project));
  const record = async (): Promise<boolean> => {
    const isChanged = await changeRow();
    if (direction === "up") await audit.mark(subject, "up", "applied");
    else await audit.forget(version);
    return isChanged;
  };
  const work: MigrationWork = { step, script: scriptOf(step, direction), direction, subject, record };
  return await (database.dialect.transactionalDdl ? runInTransaction : runMarked)(work, context);
}

/** What drizzle-orm does to record that a migration is applied. */
export async function drizzleRecord(
  { file, up }: DrizzleSource,
  { database, migrator }: Pick<RunContext, "database" | "migrator">,
): Promise<() => Promise<boolean>> {
  const queries = await migrator.compile(file);
  const record = queries.at(-1);
  if (record === undefined) return async () => false;
  if (queries.length !== up.chunks.length + 1) {
    throw new Error(`drizzle-orm cuts ${up.name} into ${queries.length - 1} parts, not ${up.chunks.length}`);
  }
  return async () => {
    await database.change(record.sql, record.params);
    return true;
  };
}

/** How drizzle-orm's table, once up to date, knows a migration. */
function rowKey({ file }: DrizzleSource, { folder }: DrizzleProject): RowKey {
  return { time: file.time, name: folder.format === "folders" ? file.id : undefined };
}

/** Statement by statement, with a marker of how far it is. */
async function runMarked(work: MigrationWork, context: RunContext): Promise<boolean> {
  const { step, script, subject, direction, record } = work;
  const { database, project, before } = context;
  const { id } = step.migration;
  const statements = script.chunks.flatMap((chunk) =>
    splitStatements(chunk.text, sqlFlavor(database.dialect.name)).map(({ text, start }) => ({
      id,
      ...sentChunk(script, { text, start: chunk.start + start }, project.folder.shown),
    })),
  );
  const known = before.get(step.version);
  const migration = { subject, direction, statements, transaction: true, before: known, record };
  return await runWithMarker(migration, context);
}

/** SQL and records in one transaction: it has happened, or it has not. */
async function runInTransaction(work: MigrationWork, { database, project }: RunContext): Promise<boolean> {
  let stage = "recording" as "recording" | "committing";
  try {
    return await database.transaction(async () => {
      // First the records: the migration may change the session so that they could not be written afterwards.
      if (!(await work.record())) return false;
      for (const chunk of work.script.chunks) {
        try {
          await database.execute(chunk.text);
        } catch (error) {
          const sent = sentChunk(work.script, chunk, project.folder.shown);
          throw executionError(
            error,
            { id: work.step.migration.id, ...sent },
            sqlFlavor(database.dialect.name),
          );
        }
      }
      stage = "committing";
      return true;
    });
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    const message = `${stage} migration ${work.step.migration.id}: ${error.message}`;
    throw new MigrationError("migration_failed", message, { notes: error.details.notes, cause: error });
  }
}
