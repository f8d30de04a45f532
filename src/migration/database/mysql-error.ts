import { mysqlFlavor } from "../sql/sql-flavor.js";
import { DatabaseError } from "./database-error.js";
import { offsetOfName } from "./run-statements.js";

/** The fields of an error that `mysql2` has read from the server. */
interface ServerError {
  readonly code?: unknown;
  readonly sqlMessage?: unknown;
}

/** Reads an error of `mysql2` about a statement. */
export function mysqlError(error: unknown, statement: string): DatabaseError {
  if (error instanceof DatabaseError) return error;
  const { code, sqlMessage } = error as ServerError;
  const ownMessage = error instanceof Error ? error.message : String(error);
  const message = typeof sqlMessage === "string" ? sqlMessage : ownMessage;
  const offset = faultOffset(message, statement);
  return new DatabaseError(
    // The excerpt in a syntax error can span lines.
    message.replaceAll(/\s*\n\s*/g, " "),
    {
      notes: [],
      ...(typeof code === "string" && { code }),
      ...(offset !== undefined && { offset }),
    },
    { cause: error },
  );
}

const NAMED = [
  /^Unknown column '(?:.*\.)?([^'.]+)' in /,
  /^Table '(?:.*\.)?([^'.]+)' doesn't exist$/,
  /^Table '([^']+)' already exists$/,
  /^Unknown table '(?:.*\.)?([^'.]+)'$/,
  /^Duplicate column name '([^']+)'$/,
  /^Unknown data type: '([^']+)'$/,
  /^Duplicate key name '([^']+)'$/,
  /^Can't DROP (?:COLUMN |INDEX |FOREIGN KEY )?`([^`]+)`/,
] as const;

function faultOffset(message: string, statement: string): number | undefined {
  const syntax = /near '(.*)' at line (\d+)$/s.exec(message);
  if (syntax !== null) return syntaxErrorOffset(statement, syntax[1] ?? "", Number(syntax[2]));
  for (const pattern of NAMED) {
    const name = pattern.exec(message)?.[1];
    if (name !== undefined) return offsetOfName(statement, name, mysqlFlavor);
  }
  return undefined;
}

/** The message quotes what follows the fault, cut after some characters, and the line of the fault, from 1. */
function syntaxErrorOffset(statement: string, excerpt: string, line: number): number | undefined {
  if (excerpt === "") return statement.length;
  let lineStart = 0;
  for (let current = 1; current < line; current++) {
    const end = statement.indexOf("\n", lineStart);
    if (end === -1) break;
    lineStart = end + 1;
  }
  const found = statement.indexOf(excerpt, lineStart);
  return found === -1 ? lineStart : found;
}
