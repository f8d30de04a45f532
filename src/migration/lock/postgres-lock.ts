import type { Client } from "pg";
import type { Database, Row } from "../database/database.js";
import { explain } from "../database/explain.js";
import { connectPostgres } from "../database/postgres-connection.js";
import type { PostgresTarget } from "../database/target-kinds.js";
import { MigrationError } from "../migration-error.js";
import type { DatabaseLock, LockOptions } from "./database-lock.js";
import { stillAtWork, waitForLock } from "./wait-for-lock.js";

/** First half of the keys of all our advisory locks: "prov" in ASCII. The second half tells them apart. */
const NAMESPACE = 0x70726f76;
/** Held for a run by a connection of its own, so that no statement of a migration can give it back. */
const RUN_LOCK = 1;
/** Held by the session that does the work: a killed run's server process may still be busy when its run lock is free. */
const WORK_LOCK = 2;

const holderOf = (...keys: readonly number[]): string =>
  `select a.pid, a.application_name, a.client_addr::text, a.state, left(a.query, 80) as query
  from pg_catalog.pg_locks l join pg_catalog.pg_stat_activity a using (pid)
  where l.locktype = 'advisory' and l.granted and l.objsubid = 2
    and l.classid = ${NAMESPACE} and l.objid in (${keys.join(", ")})
    and l.database = (select oid from pg_catalog.pg_database where datname = current_database())
  order by l.objid limit 1`;

/** Takes the advisory lock of a run, on a connection of its own; the end of that connection frees it. */
export async function acquirePostgresLock(
  target: PostgresTarget,
  options: LockOptions,
): Promise<DatabaseLock> {
  const client = await connectPostgres(target);
  const query = async (statement: string): Promise<readonly Row[]> =>
    (await client.query<Row>(statement)).rows;
  try {
    await waitForLock(
      target.label,
      options,
      () => tryLock(query, RUN_LOCK),
      async () => `another run holds the lock: ${(await findHolder(query)) ?? "it has just ended"}`,
    );
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
  return {
    verify: () => verify(client, target.label),
    release: () => client.end().catch(() => {}),
  };
}

/**
 * Marks a session as the one that does the work of a run. When it cannot be marked, the server is still busy with a
 * statement of an earlier run whose program is gone.
 */
export async function claimSession(
  database: Database,
  label: string,
  options: Omit<LockOptions, "purpose">,
): Promise<void> {
  const query = (statement: string): Promise<readonly Row[]> =>
    explain(`taking the lock of database ${label}`, () => database.query(statement));
  await waitForLock(
    label,
    options,
    () => tryLock(query, WORK_LOCK),
    // The run lock is our own by now.
    async () => stillAtWork(await describeHolder(query, WORK_LOCK)),
  );
}

/** Who holds a lock of ours on this database, in a clause; undefined when nobody does. */
export async function findHolder(query: Query): Promise<string | undefined> {
  return await describeHolder(query, RUN_LOCK, WORK_LOCK);
}

type Query = (statement: string) => Promise<readonly Row[]>;

async function describeHolder(query: Query, ...keys: readonly number[]): Promise<string | undefined> {
  const [row] = await query(holderOf(...keys));
  if (row === undefined) return undefined;
  const from =
    row.client_addr === null ? "a local connection" : String(row.client_addr).replace(/\/\d+$/, "");
  const doing = row.state === "active" ? `, running ${JSON.stringify(row.query)}` : "";
  return `${String(row.application_name || "a session")} from ${from}, server process ${String(row.pid)}${doing}`;
}

async function tryLock(query: Query, key: number): Promise<true | undefined> {
  const [row] = await query(`select pg_catalog.pg_try_advisory_lock(${NAMESPACE}, ${key}) as locked`);
  return row?.locked === true ? true : undefined;
}

async function verify(client: Client, label: string): Promise<void> {
  try {
    await client.query("select 1");
  } catch (error) {
    const message = `the connection that holds the lock of database ${label} broke`;
    throw new MigrationError("connection_failed", message, { cause: error });
  }
}
