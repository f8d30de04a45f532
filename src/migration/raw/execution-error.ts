import { DatabaseError } from "../database/database-error.js";
import { MigrationError } from "../migration-error.js";
import type { MigrationFile, SqlSection } from "./migration-file.js";
import { splitStatements } from "./sql-statements.js";

/**
 * Says where in which file a statement failed, with the database's own message.
 *
 * @param sectionOffset where the text that was sent begins in the section.
 */
export function executionError(
  error: unknown,
  file: MigrationFile,
  section: SqlSection,
  folder: string,
  sectionOffset = 0,
): unknown {
  if (!(error instanceof DatabaseError)) return error;
  const offset = section.start + sectionOffset + faultOffset(error, section.sql.slice(sectionOffset));
  const before = file.text.slice(0, offset);
  const line = before.split("\n").length;
  const column = offset - before.lastIndexOf("\n");
  const place = { file: `${folder}/${file.name}`, line, column };
  return new MigrationError(
    "migration_failed",
    `executing migration ${file.name}: ${place.file}:${line}:${column}: ${error.message}`,
    { place, notes: error.details.notes, cause: error },
  );
}

/** Where the database says; else at the statement after those that succeeded; else at the first one. */
function faultOffset({ details }: DatabaseError, sql: string): number {
  if (details.offset !== undefined) return details.offset;
  const statements = splitStatements(sql);
  return statements[details.completed ?? 0]?.start ?? statements[0]?.start ?? 0;
}
