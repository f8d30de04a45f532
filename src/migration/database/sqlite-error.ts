import type { Database as Libsql } from "libsql";
import { sqliteFlavor } from "../sql/sql-flavor.js";
import { scanSql } from "../sql/sql-scanner.js";
import { DatabaseError } from "./database-error.js";
import { offsetOfName } from "./run-statements.js";

/** Reads an error of `libsql` about a statement. */
export function sqliteError(error: unknown, statement: string, client: Libsql): DatabaseError {
  if (error instanceof DatabaseError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const { code } = error as { readonly code?: unknown };
  const offset = faultOffset(message, statement, client);
  return new DatabaseError(
    message,
    {
      notes: [],
      ...(typeof code === "string" && code !== "" && { code }),
      ...(offset !== undefined && { offset }),
    },
    { cause: error },
  );
}

const NAMED = [
  /^no such (?:column|table|function|index|view|trigger|module|collation sequence): (?:.*\.)?(\S+)$/,
  /^table \S+ has no column named (\S+)$/,
  /^(?:table|index|view|trigger) (\S+) already exists$/,
  /^there is already (?:a table|an index) named (\S+)$/,
  /^ambiguous column name: (?:.*\.)?(\S+)$/,
  /^duplicate column name: (\S+)$/,
  /^unrecognized token: "(.*)"$/s,
] as const;

function faultOffset(message: string, statement: string, client: Libsql): number | undefined {
  if (message === "incomplete input") return statement.length;
  const token = /^near "(.*)": syntax error$/s.exec(message)?.[1];
  if (token !== undefined) return syntaxErrorOffset(token, message, statement, client);
  for (const pattern of NAMED) {
    const name = pattern.exec(message)?.[1];
    if (name !== undefined) return offsetOfName(statement, name, sqliteFlavor);
  }
  return undefined;
}

/** The first place where the token is, and up to which the statement already fails in the same way. Runs nothing. */
function syntaxErrorOffset(
  token: string,
  message: string,
  statement: string,
  client: Libsql,
): number | undefined {
  for (const { start, end } of scanSql(statement, sqliteFlavor)) {
    if (statement.slice(start, end) !== token) continue;
    try {
      client.prepare(statement.slice(0, end));
    } catch (error) {
      if (error instanceof Error && error.message === message) return start;
    }
  }
  return undefined;
}
