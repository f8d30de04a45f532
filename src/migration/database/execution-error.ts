import { MigrationError } from "../migration-error.js";
import type { SqlFlavor } from "../sql/sql-flavor.js";
import { splitStatements } from "../sql/sql-statements.js";
import { DatabaseError } from "./database-error.js";

/** A text of SQL that was sent to a database, and where it comes from. */
export interface SentSql {
  /** The migration. */
  readonly id: string;
  /** Its file, as the user should read it. */
  readonly file: string;
  /** The whole text of the file. */
  readonly text: string;
  /** Where in it the text that was sent begins. */
  readonly offset: number;
  readonly sent: string;
}

/** Says where in which file a statement failed, with the database's own message. Other errors stay as they are. */
export function executionError(error: unknown, sql: SentSql, flavor: SqlFlavor): unknown {
  if (!(error instanceof DatabaseError)) return error;
  const offset = sql.offset + faultOffset(error, sql.sent, flavor);
  const before = sql.text.slice(0, offset);
  const line = before.split("\n").length;
  const column = offset - before.lastIndexOf("\n");
  return new MigrationError(
    "migration_failed",
    `executing migration ${sql.id}: ${sql.file}:${line}:${column}: ${error.message}`,
    { place: { file: sql.file, line, column }, notes: error.details.notes, cause: error },
  );
}

/** Where the database says; else at the statement after those that succeeded; else at the first one. */
function faultOffset({ details }: DatabaseError, sent: string, flavor: SqlFlavor): number {
  if (details.offset !== undefined) return details.offset;
  const statements = splitStatements(sent, flavor);
  return statements[details.completed ?? 0]?.start ?? statements[0]?.start ?? 0;
}
