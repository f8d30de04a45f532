const MARKER = Symbol.for("provc.migration-error");

/** Why a migration engine refused or failed; stable. */
export type MigrationErrorCode =
  | "connection_failed"
  | "dirty"
  | "driver_not_installed"
  | "engine_not_installed"
  | "interrupted"
  | "invalid_file"
  | "irreversible"
  | "locked"
  | "migration_failed"
  | "missing_file"
  | "not_baselined"
  | "nothing_to_resolve"
  | "out_of_order"
  | "unknown_migration"
  | "unsupported_database"
  | "unsupported_direction";

/** A place in a migration's file; lines and columns start at 1. */
export interface FilePlace {
  /** As the user should read it: relative to the project's folder. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface MigrationErrorOptions extends ErrorOptions {
  readonly place?: FilePlace;
  /** What the database adds to its message: detail, hint and context, a line each. */
  readonly notes?: readonly string[];
}

/** A failure of a migration engine. The message is for the user: one line, or one for each file at fault, and never a password. */
export class MigrationError extends Error {
  override readonly name: string = "MigrationError";
  readonly code: MigrationErrorCode;
  /** Where in which file, when a statement failed. */
  readonly place: FilePlace | undefined;
  readonly notes: readonly string[];

  constructor(code: MigrationErrorCode, message: string, options: MigrationErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.place = options.place;
    this.notes = options.notes ?? [];
    Object.defineProperty(this, MARKER, { value: true });
  }

  /** True for errors of this class, also when they come from another copy of the package. */
  static isInstance(value: unknown): value is MigrationError {
    return value instanceof Error && MARKER in value;
  }
}
