import type { DatabaseDriver } from "../database/database.js";
import type { DatabaseError } from "../database/database-error.js";
import { mysqlError } from "../database/mysql-error.js";
import { postgresError } from "../database/postgres-error.js";
import { sqliteError } from "../database/sqlite-error.js";
import type { KnexClientClass } from "./knex-types.js";
import type { KnexPackages } from "./settings.js";

/** A statement of a migration that the database has refused. */
export interface FailedQuery {
  readonly sql: string;
  /** As it was before knex put the statement in front of its message. */
  readonly error: DatabaseError;
}

/** The failed statements of a run, by the error that the migration gets to see. */
export type FailedQueries = WeakMap<object, FailedQuery>;

const DIALECTS = {
  postgres: "lib/dialects/postgres/index.js",
  mysql: "lib/dialects/mysql2/index.js",
  // libsql has the interface of better-sqlite3.
  sqlite: "lib/dialects/better-sqlite3/index.js",
} as const;

/**
 * One of knex's clients, made to work on a connection that is open already, and to leave it open: so it does what it
 * does in the session that holds our locks, and our records are part of its transactions.
 */
export function knexClient(
  packages: KnexPackages,
  driver: DatabaseDriver,
  failed: FailedQueries,
): KnexClientClass {
  const Base = baseClass(packages, driver);
  const connection = rawConnection(driver);

  // knex looks for its members by these names.
  return class OpenConnectionClient extends Base {
    /** The driver's module, which would only be asked to connect. */
    _driver(): object {
      return {};
    }

    async acquireRawConnection(): Promise<unknown> {
      // For what the versions of a database differ in; knex goes on when it cannot tell.
      this.version ??= await this.checkVersion?.(connection).catch(() => undefined);
      return connection;
    }

    async destroyRawConnection(): Promise<void> {}

    validateConnection(): boolean {
      return true;
    }

    override async _query(on: unknown, query: { readonly sql: string }): Promise<unknown> {
      try {
        return await super._query(on, query);
      } catch (error) {
        if (error instanceof Error)
          failed.set(error, { sql: query.sql, error: readError(error, query.sql, driver) });
        throw error;
      }
    }
  };
}

function baseClass({ knex, pglite }: KnexPackages, driver: DatabaseDriver): KnexClientClass {
  if (driver.kind !== "pglite") return knex.load<KnexClientClass>(DIALECTS[driver.kind]);
  if (pglite === undefined) throw new Error("knex-pglite has not been looked for");
  return pglite.load<KnexClientClass>();
}

/** The driver's connection in the form that knex's client for it works with. */
function rawConnection(driver: DatabaseDriver): unknown {
  // knex calls mysql2 with callbacks; the one with promises wraps a connection that takes them.
  if (driver.kind === "mysql")
    return (driver.client as unknown as { readonly connection: unknown }).connection;
  return driver.client;
}

function readError(error: Error, sql: string, driver: DatabaseDriver): DatabaseError {
  switch (driver.kind) {
    case "postgres":
    case "pglite":
      return postgresError(error, sql);
    case "mysql":
      return mysqlError(error, sql);
    case "sqlite":
      return sqliteError(error, sql, driver.client);
  }
}
