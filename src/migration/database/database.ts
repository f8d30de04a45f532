/** One row of a result, by column name. */
export type Row = Readonly<Record<string, unknown>>;

/** How a family of databases writes what the standard leaves open. */
export interface Dialect {
  readonly name: "postgres";
  /** Whether schema changes can be rolled back. */
  readonly transactionalDdl: boolean;
  /** The n-th parameter of a statement, from 1. */
  placeholder(index: number): string;
  quoteIdentifier(name: string): string;
}

/** A table's full name in the database. */
export interface TableName {
  readonly schema: string;
  readonly table: string;
}

/**
 * An open connection to a database, independent of the driver behind it. It is one session: what a statement sets
 * holds for the next one. Calls must not overlap. Failures are {@link DatabaseError}s.
 */
export interface Database {
  readonly dialect: Dialect;
  /** Runs one statement with parameters and gives its rows. */
  query(statement: string, parameters?: readonly unknown[]): Promise<readonly Row[]>;
  /** Runs a script of any number of statements, as the database itself splits them. */
  execute(script: string): Promise<void>;
  /** Commits what `action` does, or rolls it back when that throws. */
  transaction<Result>(action: () => Promise<Result>): Promise<Result>;
  /** The table that an unqualified or qualified name means; undefined when there is none. */
  findTable(schema: string | undefined, table: string): Promise<TableName | undefined>;
  /** Undoes what earlier statements have set for the session (roles, search path, time-outs). */
  resetSession(): Promise<void>;
  close(): Promise<void>;
}
