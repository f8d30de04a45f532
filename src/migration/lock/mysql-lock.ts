import { createHash } from "node:crypto";
import type { Database, Row } from "../database/database.js";
import { explain } from "../database/explain.js";
import { openMysql } from "../database/mysql-database.js";
import type { MysqlTarget } from "../database/target-kinds.js";
import { MigrationError } from "../migration-error.js";
import type { DatabaseLock, LockOptions } from "./database-lock.js";
import { stillAtWork, waitForLock } from "./wait-for-lock.js";

/** `run` is held for a run by a connection of its own; `work` by the session that does the work, as on PostgreSQL. */
type Purpose = "run" | "work";

/** Names are known to the whole server, so the database is part of them. They hold 64 characters. */
export function mysqlLockName(purpose: Purpose, database: string): string {
  const name = `provc.${purpose}.${database}`;
  if (name.length <= 64) return name;
  const hash = createHash("sha256").update(database).digest("hex").slice(0, 32);
  return `provc.${purpose}.${hash}`;
}

/** Takes the named lock of a run, on a connection of its own; the end of that connection frees it. */
export async function acquireMysqlLock(target: MysqlTarget, options: LockOptions): Promise<DatabaseLock> {
  const database = await openMysql(target);
  try {
    await waitForLock(
      target.label,
      options,
      () => tryLock(database, target, "run"),
      async () =>
        `another run holds the lock: ${(await findMysqlHolder(database, target)) ?? "it has just ended"}`,
    );
  } catch (error) {
    await database.close();
    throw error;
  }
  return { verify: () => verify(database, target.label), release: () => database.close() };
}

/**
 * Marks a session as the one that does the work of a run. When it cannot be marked, the server is still busy with a
 * statement of an earlier run whose program is gone: it notices that only when the statement has ended.
 */
export async function claimMysqlSession(
  database: Database,
  target: MysqlTarget,
  options: Omit<LockOptions, "purpose">,
): Promise<void> {
  await waitForLock(
    target.label,
    options,
    () => tryLock(database, target, "work"),
    // The run lock is our own by now.
    async () => stillAtWork(await describeHolder(database, target, "work")),
  );
}

/** Who holds a lock of ours on this database, in a clause; undefined when nobody does. */
export async function findMysqlHolder(
  database: Pick<Database, "query">,
  target: MysqlTarget,
): Promise<string | undefined> {
  return (await describeHolder(database, target, "run")) ?? (await describeHolder(database, target, "work"));
}

async function describeHolder(
  database: Pick<Database, "query">,
  target: MysqlTarget,
  purpose: Purpose,
): Promise<string | undefined> {
  const [used] = await database.query("select is_used_lock(?) as id", [
    mysqlLockName(purpose, target.database),
  ]);
  if (used === undefined || used.id === null) return undefined;
  const [session] = await database.query(
    `select user, host, command, left(info, 80) as statement from information_schema.processlist where id = ?`,
    [used.id],
  );
  const program = await programName(database, used.id);
  return describe(Number(used.id), program, session);
}

function describe(id: number, program: string | undefined, session: Row | undefined): string {
  const who = program ?? (session === undefined ? "a session" : `a session of ${String(session.user)}`);
  // Other users' sessions are only visible with the privilege PROCESS.
  const from = session === undefined ? "" : ` from ${String(session.host).replace(/:\d+$/, "")}`;
  const isBusy = typeof session?.statement === "string";
  const doing = isBusy ? `, running ${JSON.stringify(session.statement)}` : "";
  return `${who}${from}, server connection ${id}${doing}`;
}

/** What the holder called itself, on servers that keep that. */
async function programName(database: Pick<Database, "query">, id: unknown): Promise<string | undefined> {
  try {
    const [row] = await database.query(
      `select attr_value as name from performance_schema.session_connect_attrs
        where processlist_id = ? and attr_name = 'program_name'`,
      [id],
    );
    return typeof row?.name === "string" ? row.name : undefined;
  } catch {
    return undefined;
  }
}

async function tryLock(database: Database, target: MysqlTarget, purpose: Purpose): Promise<true | undefined> {
  const name = mysqlLockName(purpose, target.database);
  // Without waiting in the server: a wait there could not be interrupted.
  const [row] = await explain(`taking the lock of database ${target.label}`, () =>
    database.query("select get_lock(?, 0) as locked", [name]),
  );
  return Number(row?.locked) === 1 ? true : undefined;
}

async function verify(database: Database, label: string): Promise<void> {
  try {
    await database.query("select 1");
  } catch (error) {
    const message = `the connection that holds the lock of database ${label} broke`;
    throw new MigrationError("connection_failed", message, { cause: error });
  }
}
