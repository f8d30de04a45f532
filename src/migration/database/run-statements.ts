import type { SqlFlavor } from "../sql/sql-flavor.js";
import { scanSql } from "../sql/sql-scanner.js";
import { splitStatements } from "../sql/sql-statements.js";
import { DatabaseError } from "./database-error.js";

/**
 * Sends a script one statement at a time, for databases that would not tell which statement of a whole script failed.
 *
 * @param run sends one statement; a {@link DatabaseError} of it has offsets in that statement's text.
 */
export async function runStatements(
  script: string,
  flavor: SqlFlavor,
  run: (statement: string) => Promise<void>,
): Promise<void> {
  for (const [completed, { text, start }] of splitStatements(script, flavor).entries()) {
    try {
      await run(text);
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error;
      const details = { ...error.details, completed, offset: start + (error.details.offset ?? 0) };
      throw new DatabaseError(error.message, details, { cause: error.cause });
    }
  }
}

/** Where a name stands in a statement, when it stands there only once: messages often name what they are about. */
export function offsetOfName(statement: string, name: string, flavor: SqlFlavor): number | undefined {
  const wanted = name.toLowerCase();
  const found = [...scanSql(statement, flavor)].filter(({ start, end }) => {
    const text = statement.slice(start, end).toLowerCase();
    return text === wanted || (/^["`[]/.test(text) && text.slice(1, -1) === wanted);
  });
  return found.length === 1 ? found[0]?.start : undefined;
}
