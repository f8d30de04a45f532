import type { Dialect } from "../database/database.js";
import { DatabaseError } from "../database/database-error.js";
import { MigrationError } from "../migration-error.js";
import { sqlFlavor } from "../sql/sql-flavor.js";
import { splitStatements } from "../sql/sql-statements.js";
import type { DrizzleScript, ScriptChunk } from "./migration-file.js";
import type { SelectedDrizzle } from "./select.js";

/** What was executed when it failed. */
export interface FailedChunk {
  readonly step: SelectedDrizzle;
  readonly script: DrizzleScript;
  readonly chunk: ScriptChunk;
  /** The folder's name in messages. */
  readonly folder: string;
  /** Where in the chunk the text that was sent begins; absent: all of it was sent. */
  readonly sent?: number;
}

/** Says where in which file a statement failed, with the database's own message. */
export function executionError(error: unknown, failed: FailedChunk, dialect: Pick<Dialect, "name">): unknown {
  if (!(error instanceof DatabaseError)) return error;
  const { step, script, chunk, folder, sent = 0 } = failed;
  const offset = chunk.start + sent + faultOffset(error, chunk.text.slice(sent), dialect);
  const before = script.text.slice(0, offset);
  const line = before.split("\n").length;
  const column = offset - before.lastIndexOf("\n");
  const place = { file: `${folder}/${script.name}`, line, column };
  return new MigrationError(
    "migration_failed",
    `executing migration ${step.migration.id}: ${place.file}:${line}:${column}: ${error.message}`,
    { place, notes: error.details.notes, cause: error },
  );
}

/** Where the database says; else at the statement after those that succeeded; else at the first one. */
function faultOffset({ details }: DatabaseError, sql: string, dialect: Pick<Dialect, "name">): number {
  if (details.offset !== undefined) return details.offset;
  const statements = splitStatements(sql, sqlFlavor(dialect.name));
  return statements[details.completed ?? 0]?.start ?? statements[0]?.start ?? 0;
}
