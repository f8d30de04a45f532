import type { Client, QueryResult } from "pg";
import type { Database } from "./database.js";
import { connectPostgres } from "./postgres-connection.js";
import { findPostgresTable, postgresDialect, resetPostgresSession } from "./postgres-dialect.js";
import { postgresError } from "./postgres-error.js";
import type { PostgresTarget } from "./target-kinds.js";
import { runTransaction } from "./transaction.js";

/** Opens a connection to a PostgreSQL server. */
export async function openPostgres(target: PostgresTarget): Promise<Database> {
  return postgresDatabase(await connectPostgres(target));
}

/** An open connection of `pg` as a {@link Database}. */
export function postgresDatabase(client: Client): Database {
  const send = async (statement: string, parameters: readonly unknown[]): Promise<QueryResult> => {
    try {
      return await client.query(statement, [...parameters]);
    } catch (error) {
      throw postgresError(error, statement);
    }
  };
  const database: Database = {
    dialect: postgresDialect,
    driver: { kind: "postgres", client },
    query: async (statement, parameters = []) => (await send(statement, parameters)).rows,
    change: async (statement, parameters = []) => (await send(statement, parameters)).rowCount ?? 0,
    execute: async (script) => {
      let completed = 0;
      const count = (): void => {
        completed++;
      };
      client.connection.on("commandComplete", count);
      try {
        // Without parameters `pg` sends the text as it is, and the server splits it.
        await client.query(script);
      } catch (error) {
        throw postgresError(error, script, completed);
      } finally {
        client.connection.off("commandComplete", count);
      }
    },
    transaction: (action) => runTransaction(database, action),
    findTable: (schema, table) => findPostgresTable(database, schema, table),
    resetSession: () => database.execute(resetPostgresSession),
    close: async () => {
      await client.end().catch(() => {});
    },
  };
  return database;
}
