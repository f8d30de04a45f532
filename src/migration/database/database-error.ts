/** What a database says of a statement that failed, in one shape for all drivers. */
export interface DatabaseErrorDetails {
  /** The database's own code, such as SQLSTATE, `ER_DUP_ENTRY` or `SQLITE_CONSTRAINT`. */
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
