import type { Database, Dialect } from "../database/database.js";
import type { DrizzleMigration } from "./migration-file.js";

/** A statement that drizzle-orm has made. */
export interface DrizzleQuery {
  readonly sql: string;
  readonly params: readonly unknown[];
}

/** The table in which drizzle-orm records what is applied. */
export interface DrizzleTable {
  readonly name: string;
  /** Only of use on PostgreSQL. */
  readonly schema: string;
}

/**
 * drizzle-orm's migrator with its hands tied: it creates its table, and makes the statements that apply and record a
 * migration, but it neither chooses the migrations nor runs them. So they run one by one, in a transaction each, with
 * our own records, and a failure can be traced to its line.
 */
export interface DrizzleMigrator {
  /** Creates the table, or brings that of an earlier version up to date; `applied` is what it records. */
  prepare(applied: readonly DrizzleMigration[]): Promise<void>;
  /** The statements of a migration, the last of which records it; none when drizzle-orm finds it recorded. */
  compile(migration: DrizzleMigration): Promise<readonly DrizzleQuery[]>;
}

/** The database, as far as a migrator uses it. */
export interface MigratorContext {
  readonly database: Database;
  readonly dialect: Dialect["name"];
  readonly table: DrizzleTable;
}
