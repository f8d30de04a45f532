import type { Connection, ResultSetHeader, RowDataPacket } from "mysql2/promise";
import { mysqlError } from "./mysql-error.js";

const IN_TRANSACTION = 1;
/** ER_WARNING_NOT_COMPLETE_ROLLBACK: a table whose engine has no transactions. */
const NOT_COMPLETE = 1196;

/** Whether the session's transaction is still open: a schema change commits it without a word. */
export async function isInTransaction(connection: Connection): Promise<boolean> {
  const header = await send(connection, "do 0");
  return (header.serverStatus & IN_TRANSACTION) !== 0;
}

/** Rolls the session's transaction back; false when that could not undo everything since it began. */
export async function rollBack(connection: Connection): Promise<boolean> {
  const wasOpen = await isInTransaction(connection);
  const header = await send(connection, "rollback");
  if (!wasOpen) return false;
  if (header.warningStatus === 0) return true;
  const [warnings] = await connection.query<RowDataPacket[]>("show warnings");
  return !warnings.some((warning) => warning.Code === NOT_COMPLETE);
}

async function send(connection: Connection, statement: string): Promise<ResultSetHeader> {
  try {
    const [header] = await connection.query<ResultSetHeader>(statement);
    return header;
  } catch (error) {
    throw mysqlError(error, statement);
  }
}
