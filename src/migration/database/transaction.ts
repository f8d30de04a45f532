import type { Database } from "./database.js";

/** Runs an action between the beginning of a transaction and `commit`, or `rollback` when it throws. */
export async function runTransaction<Result>(
  database: Pick<Database, "execute" | "dialect">,
  action: () => Promise<Result>,
): Promise<Result> {
  await database.execute(database.dialect.begin);
  try {
    const result = await action();
    await database.execute("commit");
    return result;
  } catch (error) {
    // When this fails too, the connection is gone, and the server rolls back by itself.
    await database.execute("rollback").catch(() => {});
    throw error;
  }
}
