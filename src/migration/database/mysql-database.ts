import type { Connection, FieldPacket, QueryResult } from "mysql2/promise";
import { mysqlFlavor } from "../sql/sql-flavor.js";
import type { Database, Row } from "./database.js";
import { connectMysql, mysqlOptions } from "./mysql-connection.js";
import { findMysqlTable, mysqlDialect } from "./mysql-dialect.js";
import { mysqlError } from "./mysql-error.js";
import { runStatements } from "./run-statements.js";
import type { MysqlTarget } from "./target-kinds.js";
import { runTransaction } from "./transaction.js";

/** Opens a connection to a MySQL or MariaDB server. */
export async function openMysql(target: MysqlTarget): Promise<Database> {
  return mysqlDatabase(await connectMysql(target), target);
}

/** An open connection of `mysql2` as a {@link Database}. */
export function mysqlDatabase(connection: Connection, target: MysqlTarget): Database {
  const send = async (statement: string, parameters: readonly unknown[]): Promise<QueryResult> => {
    try {
      const [result]: [QueryResult, FieldPacket[]] = await connection.query(statement, [...parameters]);
      return result;
    } catch (error) {
      throw mysqlError(error, statement);
    }
  };
  const database: Database = {
    dialect: mysqlDialect,
    driver: { kind: "mysql", client: connection },
    query: async (statement, parameters = []) => {
      const result = await send(statement, parameters);
      return Array.isArray(result) ? (result as readonly Row[]) : [];
    },
    change: async (statement, parameters = []) => {
      const result = await send(statement, parameters);
      return "affectedRows" in result ? result.affectedRows : 0;
    },
    execute: (script) => runStatements(script, mysqlFlavor, async (text) => void (await send(text, []))),
    transaction: (action) => runTransaction(database, action),
    findTable: (schema, table) => findMysqlTable(database, schema ?? target.database, table),
    resetSession: async () => {
      const { user, password, database: name } = mysqlOptions(target);
      try {
        // Logs in again: the only thing that resets everything, and keeps the connection's character set.
        await connection.changeUser({
          charset: "utf8mb4",
          ...(user !== undefined && { user }),
          ...(password !== undefined && { password }),
          ...(name !== undefined && { database: name }),
        });
      } catch (error) {
        throw mysqlError(error, "");
      }
    },
    close: () => connection.end().catch(() => {}),
  };
  return database;
}
