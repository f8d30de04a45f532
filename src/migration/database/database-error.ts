/** What a database says of a statement that failed, in one shape for all drivers. */
export interface DatabaseErrorDetails {
  /** The database's own code, such as SQLSTATE. */
  readonly code?: string;
  /** Detail, hint and context, a line each. */
  readonly notes: readonly string[];
  /** Offset of the fault in the text that was sent, in UTF-16 units, where the database gives it. */
  readonly offset?: number;
  /** How many statements of the script had succeeded, where the driver can tell. */
  readonly completed?: number;
}

/** A statement failed. The message is the database's own. */
export class DatabaseError extends Error {
  override readonly name: string = "DatabaseError";
  readonly details: DatabaseErrorDetails;

  constructor(message: string, details: DatabaseErrorDetails, options?: ErrorOptions) {
    super(message, options);
    this.details = details;
  }
}

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
