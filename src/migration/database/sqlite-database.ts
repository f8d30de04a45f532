import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { Database as Libsql } from "libsql";
import { MigrationError } from "../migration-error.js";
import { sqliteFlavor } from "../sql/sql-flavor.js";
import type { Database, Row } from "./database.js";
import { importDriver } from "./import-driver.js";
import { runStatements } from "./run-statements.js";
import { findSqliteTable, sqliteDialect } from "./sqlite-dialect.js";
import { sqliteError } from "./sqlite-error.js";
import type { SqliteTarget } from "./target-kinds.js";
import { runTransaction } from "./transaction.js";

/** How long a statement waits for another program that is writing. */
const BUSY_TIMEOUT_MS = 10_000;

/** Whether the database's file is there. */
export function sqliteExists(target: SqliteTarget): boolean {
  return existsSync(target.file);
}

/**
 * Opens a file of SQLite, and creates it and its folder when there is none. Foreign keys are not enforced, as by
 * SQLite's own default: rebuilding a table would otherwise delete the rows that refer to it.
 *
 * @throws MigrationError `connection_failed` when the file is something else.
 */
export async function openSqlite(target: SqliteTarget): Promise<Database> {
  const module = await importDriver("libsql", "SQLite", () => import("libsql"));
  const open = (): Libsql => {
    try {
      mkdirSync(dirname(target.file), { recursive: true });
      return openClient(module.default, target.file);
    } catch (error) {
      const message = `opening database ${target.label}: ${openFailure(error)}`;
      throw new MigrationError("connection_failed", message, { cause: error });
    }
  };
  return sqliteDatabase(open);
}

function openClient(Client: new (file: string) => Libsql, file: string): Libsql {
  const client = new Client(file);
  try {
    client.exec(`pragma busy_timeout = ${BUSY_TIMEOUT_MS}; pragma foreign_keys = off`);
    // The file is only looked at now.
    client.prepare("select count(*) from sqlite_master").get();
    return client;
  } catch (error) {
    client.close();
    throw error;
  }
}

function openFailure(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.includes("Unable to open") ? "the file cannot be opened" : message;
}

function sqliteDatabase(open: () => Libsql): Database {
  let client = open();
  const send = async <Result>(statement: string, action: () => Result): Promise<Result> => {
    try {
      return action();
    } catch (error) {
      throw sqliteError(error, statement, client);
    }
  };
  const database: Database = {
    dialect: sqliteDialect,
    get driver() {
      return { kind: "sqlite" as const, client };
    },
    query: (statement, parameters = []) =>
      send(statement, () => {
        const prepared = client.prepare(statement);
        if (prepared.reader) return prepared.all([...parameters]) as readonly Row[];
        prepared.run([...parameters]);
        return [];
      }),
    change: (statement, parameters = []) =>
      send(statement, () => client.prepare(statement).run([...parameters]).changes),
    execute: (script) =>
      runStatements(script, sqliteFlavor, (text) => send(text, () => void client.exec(text))),
    transaction: (action) => runTransaction(database, action),
    findTable: (schema, table) =>
      schema === undefined || schema === "main"
        ? findSqliteTable(database, table)
        : Promise.resolve(undefined),
    resetSession: async () => {
      // Attached files, temporary tables and pragmas belong to the connection.
      client.close();
      client = open();
    },
    close: async () => {
      client.close();
    },
  };
  return database;
}
