import path from "node:path";
import type { Database } from "libsql";
import { missingPackage } from "../../errors/missing-package.js";
import { missingPart } from "../../packages/missing-part.js";
import { wrongVersion } from "../../packages/wrong-version.js";
import { ApiError } from "../api-error.js";
import { applicationId, type Row, schemaSteps } from "./sqlite-schema.js";

type Client = new (file: string) => Database;

/**
 * Opens the database of workloads for this process alone, and brings its tables up to date.
 *
 * @param file Path, made when absent; `:memory:` for one that ends with the process.
 * @throws ApiError `store_unavailable`
 */
export async function openDatabase(file: string): Promise<Database> {
  const Client = await importLibsql();
  let client: Database | undefined;
  try {
    // A path only: the driver takes some names for servers elsewhere.
    client = new Client(file === ":memory:" ? file : path.resolve(file));
    client.exec("pragma busy_timeout = 500; pragma foreign_keys = on");
    const version = requireOwn(client, numberOf(client, "application_id"), numberOf(client, "user_version"));
    // Held until it is closed, so that a second server cannot take the workloads of this one for abandoned.
    client.exec("pragma locking_mode = exclusive; pragma journal_mode = wal");
    client.exec("pragma synchronous = normal; pragma journal_size_limit = 67108864");
    bringUpToDate(client, version);
    return client;
  } catch (error) {
    client?.close();
    throw databaseFailure(file, error);
  }
}

/** Puts everything into the one file, and lets others have it. */
export function closeDatabase(client: Database): void {
  try {
    // Closing alone does not do that for as long as the driver remembers a statement.
    client.exec(
      "pragma journal_mode = delete; pragma locking_mode = normal; select count(*) from sqlite_master",
    );
  } finally {
    client.close();
  }
}

/** Says in a line why a database cannot be used. */
export function databaseFailure(file: string, error: unknown): ApiError {
  return new ApiError("store_unavailable", `database ${file}: ${reasonOf(error)}`, { cause: error });
}

/**
 * Finds out whether a database can be opened at all, before anything is made for it.
 *
 * @throws ApiError `store_unavailable` when the driver is not installed, or not in a supported version.
 */
export async function requireDatabaseDriver(): Promise<void> {
  await importLibsql();
}

async function importLibsql(): Promise<Client> {
  const user = "the store of workloads";
  const wrong = wrongVersion(user, "libsql");
  if (wrong !== undefined) throw new ApiError("store_unavailable", wrong);
  try {
    return (await import("libsql")).default;
  } catch (error) {
    const missing = missingPackage(error);
    if (missing === undefined) throw error;
    const message =
      missing === "libsql"
        ? "workloads are kept in SQLite; install its driver: npm install libsql"
        : missingPart(user, "libsql", missing);
    if (message === undefined) throw error;
    throw new ApiError("store_unavailable", message, { cause: error });
  }
}

/** Nothing is written to a file that holds something else, or more than this version knows of. Gives the tables' version. */
function requireOwn(client: Database, id: number, version: number): number {
  const { count } = client.prepare("select count(*) as count from sqlite_master").get() as Row;
  const isEmpty = id === 0 && version === 0 && Number(count) === 0;
  if (!isEmpty && id !== applicationId) throw new Error("it holds something else");
  if (version > schemaSteps.length) throw new Error("it was made by a newer version of provc");
  return version;
}

function bringUpToDate(client: Database, version: number): void {
  client.exec("begin immediate");
  for (const step of schemaSteps.slice(version)) client.exec(step);
  client.exec(
    `pragma application_id = ${applicationId}; pragma user_version = ${schemaSteps.length}; commit`,
  );
}

function numberOf(client: Database, pragma: string): number {
  const row = client.prepare(`pragma ${pragma}`).get() as Row;
  return Number(row[pragma]);
}

function reasonOf(error: unknown): string {
  const { message } = error as Error;
  if (/locked|busy/i.test(message)) return "another server is using it";
  if (/readonly|read-only/i.test(message)) return "it cannot be written to";
  return message.includes("Unable to open") ? "the file cannot be opened" : message;
}
