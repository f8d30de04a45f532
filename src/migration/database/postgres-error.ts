import { DatabaseError } from "./database-error.js";

/** The fields of an error message of PostgreSQL's protocol; its drivers agree on their names. */
interface ProtocolError {
  readonly code?: unknown;
  readonly detail?: unknown;
  readonly hint?: unknown;
  readonly where?: unknown;
  readonly position?: unknown;
}

/** Reads an error of PostgreSQL's protocol, as `pg` and PGlite report it, about a text that was sent. */
export function postgresError(error: unknown, text: string, completed?: number): DatabaseError {
  if (error instanceof DatabaseError) return error;
  const { code, detail, hint, where, position } = error as ProtocolError;
  const notes = [
    ...(typeof detail === "string" ? [`DETAIL: ${detail}`] : []),
    ...(typeof hint === "string" ? [`HINT: ${hint}`] : []),
    ...(typeof where === "string" ? [`CONTEXT: ${where}`] : []),
  ];
  const characters = Number(position);
  const offset = characters >= 1 ? utf16Offset(text, characters - 1) : undefined;
  const message = error instanceof Error ? error.message : String(error);
  return new DatabaseError(
    message,
    {
      notes,
      ...(typeof code === "string" && { code }),
      ...(offset !== undefined && { offset }),
      ...(completed !== undefined && { completed }),
    },
    { cause: error },
  );
}

/** PostgreSQL counts characters, JavaScript counts UTF-16 units. */
function utf16Offset(text: string, characters: number): number {
  let offset = 0;
  for (let left = characters; left > 0 && offset < text.length; left--) {
    offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
  }
  return offset;
}
