import type { PGlite } from "@electric-sql/pglite";
import type { Database as Libsql } from "libsql";
import type { Connection as MysqlConnection } from "mysql2/promise";
import type { Client } from "pg";
import type { DatabaseError } from "./database-error.js";

/** One row of a result, by column name. */
export type Row = Readonly<Record<string, unknown>>;

/** How a family of databases writes what the standard leaves open. */
export interface Dialect {
  readonly name: "postgres" | "mysql" | "sqlite";
  /** Whether schema changes can be rolled back. */
  readonly transactionalDdl: boolean;
  /** Whether a database has schemas, so that a table's name can be `schema.table`. */
  readonly schemas: boolean;
  /** The statement that begins a transaction in which we are going to write. */
  readonly begin: string;
  /** The n-th parameter of a statement, from 1. */
  placeholder(index: number): string;
  quoteIdentifier(name: string): string;
  /** Ends an `insert` so that a row whose key is there already is left alone, where the database has such an end. */
  readonly orLeaveAlone: string;
  /** Ends an `insert` so that it replaces the row with the same key. */
  orReplace(key: string, columns: readonly string[]): string;
  /** Whether a statement failed because the key is there already. */
  isDuplicateKey(error: DatabaseError): boolean;
}

/** A table's full name in the database. */
export interface TableName {
  /** On MySQL the name of the database, on SQLite `main`. */
  readonly schema: string;
  readonly table: string;
}

/** The client library's own connection, for engines that hand it to another library. */
export type DatabaseDriver =
  | { readonly kind: "postgres"; readonly client: Client }
  | { readonly kind: "pglite"; readonly client: PGlite }
  | { readonly kind: "mysql"; readonly client: MysqlConnection }
  | { readonly kind: "sqlite"; readonly client: Libsql };

/**
 * An open connection to a database, independent of the driver behind it. It is one session: what a statement sets
 * holds for the next one. Calls must not overlap. Failures are {@link DatabaseError}s.
 */
export interface Database {
  readonly dialect: Dialect;
  /** The connection behind it. Read it again after {@link resetSession}, which may replace it. */
  readonly driver: DatabaseDriver;
  /** Runs one statement with parameters and gives its rows. */
  query(statement: string, parameters?: readonly unknown[]): Promise<readonly Row[]>;
  /** Runs one statement with parameters and tells how many rows it has inserted, changed or deleted. */
  change(statement: string, parameters?: readonly unknown[]): Promise<number>;
  /** Runs a script of any number of statements, split as the database itself would. */
  execute(script: string): Promise<void>;
  /** Commits what `action` does, or rolls it back when that throws. */
  transaction<Result>(action: () => Promise<Result>): Promise<Result>;
  /** The table that an unqualified or qualified name means; undefined when there is none. */
  findTable(schema: string | undefined, table: string): Promise<TableName | undefined>;
  /**
   * Undoes what earlier statements have set for the session (roles, search path, time-outs). Session-level locks may be
   * lost by it: engines call `reset` of their session, which takes them again.
   */
  resetSession(): Promise<void>;
  close(): Promise<void>;
}
