import type { Database, Dialect, TableName } from "./database.js";

/** MySQL and MariaDB. Their schema changes commit whatever came before them, and cannot be rolled back. */
export const mysqlDialect: Dialect = {
  name: "mysql",
  transactionalDdl: false,
  schemas: false,
  begin: "start transaction",
  placeholder: () => "?",
  quoteIdentifier: (name) => `\`${name.replaceAll("`", "``")}\``,
  orLeaveAlone: "",
  orReplace: (_key, columns) =>
    `on duplicate key update ${columns.map((column) => `${column} = values(${column})`).join(", ")}`,
  isDuplicateKey: ({ details }) => details.code === "ER_DUP_ENTRY",
};

/** Looks a table up in the configured database, whichever one a statement has made the current one. */
export async function findMysqlTable(
  database: Pick<Database, "query">,
  schema: string,
  table: string,
): Promise<TableName | undefined> {
  const [row] = await database.query(
    "select table_name as found from information_schema.tables where table_schema = ? and table_name = ?",
    [schema, table],
  );
  return row === undefined ? undefined : { schema, table: String(row.found) };
}
