import type { ConnectionTarget } from "../database/connection-target.js";
import type { Database } from "../database/database.js";

/**
 * Who is migrating a database at this moment, in a clause, as seen from a connection to it. An embedded database
 * that could be opened is nobody else's.
 */
export async function findRunner(target: ConnectionTarget, database: Database): Promise<string | undefined> {
  if (target.kind !== "postgres") return undefined;
  return await (await import("./postgres-lock.js")).findHolder((statement) => database.query(statement));
}

/** Waits until no session of an earlier, killed run is still at work in the server, and takes its place. */
export async function claimWork(
  target: ConnectionTarget,
  database: Database,
  options: { readonly timeoutMs: number; readonly signal?: AbortSignal },
): Promise<void> {
  if (target.kind !== "postgres") return;
  await (await import("./postgres-lock.js")).claimSession(database, target.label, options);
}
