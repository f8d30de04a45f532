import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { PGlite, Results } from "@electric-sql/pglite";
import { MigrationError } from "../migration-error.js";
import type { Database, Row } from "./database.js";
import { importDriver } from "./import-driver.js";
import { findPostgresTable, postgresDialect, resetPostgresSession } from "./postgres-dialect.js";
import { postgresError } from "./postgres-error.js";
import type { PgliteTarget } from "./target-kinds.js";
import { runTransaction } from "./transaction.js";

type PgliteModule = typeof import("@electric-sql/pglite");

/**
 * Whether an embedded database has been created.
 *
 * @throws MigrationError `connection_failed` when a file is where its folder should be.
 */
export function pgliteExists(target: PgliteTarget): boolean {
  if (statSync(target.folder, { throwIfNoEntry: false })?.isDirectory() === false) {
    const message = `opening database ${target.label}: it is a file, not a folder`;
    throw new MigrationError("connection_failed", message);
  }
  return existsSync(join(target.folder, "PG_VERSION"));
}

/**
 * Opens the embedded database of a folder, and creates it when there is none. Nothing but the caller's lock keeps a
 * second process from opening the folder too, and two at once destroy it.
 *
 * @throws MigrationError `connection_failed` when the folder holds something else.
 */
export async function openPglite(target: PgliteTarget): Promise<Database> {
  const module = await importDriver(
    "@electric-sql/pglite",
    "the embedded database",
    () => import("@electric-sql/pglite"),
  );
  try {
    if (!pgliteExists(target)) await createFolder(module, target);
    return pgliteDatabase(await module.PGlite.create(target.folder), module.protocol);
  } catch (error) {
    if (MigrationError.isInstance(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new MigrationError("connection_failed", `opening database ${target.label}: ${reason}`, {
      cause: error,
    });
  }
}

/** Creates the data beside its place and moves it there when it is whole, so that a killed run leaves no half of it. */
async function createFolder({ PGlite }: PgliteModule, target: PgliteTarget): Promise<void> {
  if (existsSync(target.folder) && readdirSync(target.folder).length > 0) {
    const message = `opening database ${target.label}: the folder is not empty and holds no database`;
    throw new MigrationError("connection_failed", message);
  }
  const unfinished = `${target.folder}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(dirname(target.folder), { recursive: true });
  const database = await PGlite.create(unfinished);
  await database.close();
  rmSync(target.folder, { recursive: true, force: true });
  renameSync(unfinished, target.folder);
}

function pgliteDatabase(lite: PGlite, protocol: PgliteModule["protocol"]): Database {
  const send = async (statement: string, parameters: readonly unknown[]): Promise<Results<Row>> => {
    try {
      return await lite.query<Record<string, unknown>>(statement, [...parameters]);
    } catch (error) {
      throw postgresError(error, statement);
    }
  };
  const database: Database = {
    dialect: postgresDialect,
    driver: { kind: "pglite", client: lite },
    query: async (statement, parameters = []) => (await send(statement, parameters)).rows,
    change: async (statement, parameters = []) => (await send(statement, parameters)).affectedRows ?? 0,
    execute: async (script) => {
      // PGlite's own exec() does not tell how far it came; the messages of the protocol do.
      const { messages } = await lite.runExclusive(() =>
        lite.execProtocol(protocol.serialize.query(script), { throwOnError: false }),
      );
      const error = messages.find((message) => message.name === "error");
      if (error === undefined) return;
      const completed = messages.filter((message) => message.name === "commandComplete").length;
      throw postgresError(error, script, completed);
    },
    transaction: (action) => runTransaction(database, action),
    findTable: (schema, table) => findPostgresTable(database, schema, table),
    resetSession: () => database.execute(resetPostgresSession),
    close: () => lite.close(),
  };
  return database;
}
