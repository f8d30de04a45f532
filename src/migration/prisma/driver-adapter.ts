import type { Error as AdapterError, SqlDriverAdapter } from "@prisma/driver-adapter-utils";
import type { Database, DatabaseDriver } from "../database/database.js";
import { DatabaseError } from "../database/database-error.js";
import { postgresError } from "../database/postgres-error.js";
import { sqliteError } from "../database/sqlite-error.js";
import type { PrismaPackages } from "./prisma-packages.js";

/*
 * Prisma's driver adapters translate between its engine and a driver: types of columns, forms of parameters. For that
 * they are used here, and for nothing else: each is given a client that forwards to our own connection, on which the
 * locks of the run are held. Their ways to run a script are replaced altogether (adapter-pg cuts it at every `;`,
 * pglite-prisma-adapter does not wait for its end, adapter-libsql loses what the database says).
 */

/** What the adapters ask of a client of `pg` or PGlite. */
interface QueryClient {
  query(...parameters: unknown[]): Promise<unknown>;
}

/**
 * An adapter of Prisma's for the connection of a database.
 *
 * @param executeScript runs the text of a migration.
 * @param schema the schema that the connection's URL names, Prisma's way.
 */
export async function driverAdapterFactory(
  { utilities, adapter: packages }: PrismaPackages,
  database: Database,
  executeScript: (script: string) => Promise<void>,
  schema: string | undefined,
): Promise<object> {
  const { DriverAdapterError, bindMigrationAwareSqlAdapterFactory } = utilities;
  const adapter = await makeAdapter(packages, database, schema, (error) => {
    throw new DriverAdapterError(adapterError(error));
  });
  adapter.executeScript = async (script) => {
    try {
      await executeScript(script);
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error;
      // Of a code that it knows, the engine would record words of its own instead of the database's.
      throw new DriverAdapterError(plainError(error, UNKNOWN_CODE));
    }
  };
  // The connection is not the engine's to close.
  adapter.dispose = async () => {};
  return bindMigrationAwareSqlAdapterFactory({
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    connect: async () => adapter,
    connectToShadowDb: async () => {
      throw new Error("there is no shadow database");
    },
  });
}

async function makeAdapter(
  packages: PrismaPackages["adapter"],
  database: Database,
  schema: string | undefined,
  fail: (error: DatabaseError) => never,
): Promise<SqlDriverAdapter> {
  switch (packages.kind) {
    case "postgres": {
      const adapter = await new packages.PrismaPg({}, schema === undefined ? {} : { schema }).connect();
      // The pool that it has made connects to nothing before it is asked to.
      return Object.assign(adapter, { client: postgresClient(database, fail) });
    }
    case "pglite":
      return await new packages.PrismaPGlite(pgliteClient(database, fail) as never).connect();
    case "sqlite": {
      class SessionLibSql extends packages.PrismaLibSql {
        override createClient(): never {
          return sqliteClient(database, fail) as never;
        }
      }
      return await new SessionLibSql({ url: ":memory:" }).connect();
    }
  }
}

type Fail = (error: DatabaseError) => never;

function postgresClient(database: Database, fail: Fail): QueryClient {
  return {
    query: async (parameters) => {
      const { text, values } = parameters as { text: string; values: readonly unknown[] };
      const { client } = driverOf(database, "postgres");
      try {
        return await client.query({ ...(parameters as object), text, values: withTimeZone(text, values) });
      } catch (error) {
        return fail(postgresError(error, text));
      }
    },
  };
}

function pgliteClient(database: Database, fail: Fail): QueryClient {
  return {
    query: async (text, values, options) => {
      const { client } = driverOf(database, "pglite");
      try {
        return await client.query(
          text as string,
          withTimeZone(text as string, values as unknown[]),
          options as object,
        );
      } catch (error) {
        return fail(postgresError(error, text as string));
      }
    },
  };
}

/** `@libsql/client`'s interface, as far as the adapter uses it, over the driver below it. */
function sqliteClient(database: Database, fail: Fail): object {
  return {
    execute: async ({ sql, args }: { sql: string; args: unknown[] }) => {
      const { client } = driverOf(database, "sqlite");
      try {
        const statement = client.prepare(sql);
        if (!statement.reader) {
          const { changes } = statement.run(...args);
          return { columns: [], columnTypes: [], rows: [], rowsAffected: changes };
        }
        const columns = statement.columns();
        return {
          columns: columns.map(({ name }) => name),
          columnTypes: columns.map(({ type }) => type ?? ""),
          rows: statement.raw().all(...args),
          rowsAffected: 0,
        };
      } catch (error) {
        return fail(sqliteError(error, sql, client));
      }
    },
  };
}

/** The connection as it is now: a reset of the session may have replaced it. */
function driverOf<Kind extends DatabaseDriver["kind"]>(
  { driver }: Database,
  kind: Kind,
): Extract<DatabaseDriver, { kind: Kind }> {
  if (driver.kind !== kind) throw new Error(`a connection to ${kind} was expected, not to ${driver.kind}`);
  return driver as Extract<DatabaseDriver, { kind: Kind }>;
}

const TIME_WITHOUT_ZONE = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?$/;

/**
 * The adapters send times in UTC without saying so, which is right for Prisma's own columns, but those of its table of
 * migrations are `timestamptz`: a server with another time zone would take them for its own.
 */
function withTimeZone(statement: string, values: readonly unknown[]): unknown[] {
  if (!statement.includes("_prisma_migrations")) return [...values];
  return values.map((value) =>
    typeof value === "string" && TIME_WITHOUT_ZONE.test(value) ? `${value}+00` : value,
  );
}

/** PostgreSQL's own code for errors without a better one. */
const UNKNOWN_CODE = "XX000";

/** An error in the adapters' own shape. The engine acts on one kind only: that its table is not there. */
function adapterError(error: DatabaseError): AdapterError {
  const { message, details } = error;
  const table = /^no such table: (.*)$/.exec(message)?.[1];
  if (table !== undefined) return { kind: "TableDoesNotExist", table, ...original(error) };
  if (details.code === "42P01") return { kind: "TableDoesNotExist", ...original(error) };
  return plainError(error);
}

function plainError(error: DatabaseError, code = error.details.code ?? UNKNOWN_CODE): AdapterError {
  const { message } = error;
  return {
    kind: "postgres",
    code,
    severity: "ERROR",
    message,
    detail: undefined,
    column: undefined,
    hint: undefined,
    ...original(error),
  };
}

function original({ message, details }: DatabaseError): {
  readonly originalMessage: string;
  readonly originalCode?: string;
} {
  return {
    originalMessage: message,
    ...(details.code !== undefined && { originalCode: details.code }),
  };
}
