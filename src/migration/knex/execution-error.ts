import { MigrationError } from "../migration-error.js";
import type { FailedQueries, FailedQuery } from "./knex-client.js";
import type { KnexFile, KnexFolder } from "./migration-folder.js";
import { placeInStack, showPlace } from "./stack-place.js";

/** How much of a statement a message shows. */
const SHOWN_STATEMENT = 500;

/** Says which line of which file has failed, with the database's own message and the statement. */
export function executionError(
  error: unknown,
  file: KnexFile,
  folder: KnexFolder,
  failed: FailedQueries,
): MigrationError {
  if (MigrationError.isInstance(error)) return error;
  const query = failedQuery(error, failed);
  const shown = `${folder.shown}/${file.name}`;
  const stack = error instanceof Error ? error.stack : undefined;
  const place = placeInStack(stack, file, folder);
  const message = failureText(error, failed);
  return new MigrationError(
    "migration_failed",
    `executing migration ${file.name}: ${place === undefined ? shown : showPlace(place)}: ${message}`,
    { notes: notesOf(query), cause: error, ...(place !== undefined && { place }) },
  );
}

/** What the database, or the migration itself, has said; knex puts the statement in front of the former. */
export function failureText(error: unknown, failed: FailedQueries): string {
  return failedQuery(error, failed)?.error.message ?? firstLine(error);
}

function failedQuery(error: unknown, failed: FailedQueries): FailedQuery | undefined {
  return typeof error === "object" && error !== null ? failed.get(error) : undefined;
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const line = text.split("\n").find((part) => part.trim() !== "");
  return line?.trim() ?? "it failed without a message";
}

function notesOf(query: FailedQuery | undefined): readonly string[] {
  if (query === undefined) return [];
  const sql = query.sql.replaceAll(/\s+/g, " ").trim();
  const cut = sql.length > SHOWN_STATEMENT ? `${sql.slice(0, SHOWN_STATEMENT - 1)}…` : sql;
  return [...query.error.details.notes, `STATEMENT: ${cut}`];
}
