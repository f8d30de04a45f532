import { MigrationError } from "../migration-error.js";
import { DatabaseError } from "./database-error.js";

/** Runs an action, and says what was being done should the database refuse it. */
export async function explain<Result>(doing: string, action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    throw new MigrationError("migration_failed", `${doing}: ${error.message}`, {
      notes: error.details.notes,
      cause: error,
    });
  }
}
