/** A database to connect to. */
export type ConnectionTarget = PostgresTarget | MysqlTarget | SqliteTarget | PgliteTarget;

interface TargetBase {
  /** The database in words, for messages; never with a password. */
  readonly label: string;
  /** Where the connection is configured, for messages: the variable's name, or that it is the default. */
  readonly origin: string;
}

interface ServerTarget extends TargetBase {
  /** With the password, so for the driver only. */
  readonly url: string;
  /** What must not appear in any message: the password, unless it is a word that messages show anyway. */
  readonly secrets: readonly string[];
}

/** A PostgreSQL server. */
export interface PostgresTarget extends ServerTarget {
  readonly kind: "postgres";
}

/** A MySQL or MariaDB server. */
export interface MysqlTarget extends ServerTarget {
  readonly kind: "mysql";
  /** The name of the database on the server. */
  readonly database: string;
}

/** A file of SQLite. */
export interface SqliteTarget extends TargetBase {
  readonly kind: "sqlite";
  /** Absolute path. */
  readonly file: string;
}

/** PostgreSQL embedded in this process, its data in a folder. */
export interface PgliteTarget extends TargetBase {
  readonly kind: "pglite";
  /** Absolute path of the data folder. */
  readonly folder: string;
}
