import type { Database, Dialect, TableName } from "./database.js";

/** SQLite. */
export const sqliteDialect: Dialect = {
  name: "sqlite",
  transactionalDdl: true,
  schemas: false,
  // With the write lock from the start: a transaction that only takes it later fails when another has written.
  begin: "begin immediate",
  placeholder: () => "?",
  quoteIdentifier: (name) => `"${name.replaceAll('"', '""')}"`,
  orLeaveAlone: "on conflict do nothing",
  orReplace: (key, columns) =>
    `on conflict (${key}) do update set ${columns.map((column) => `${column} = excluded.${column}`).join(", ")}`,
  isDuplicateKey: ({ details }) => /^SQLITE_CONSTRAINT_(PRIMARYKEY|UNIQUE)$/.test(details.code ?? ""),
};

/** Looks a table up in the database's own file; attached ones are none of ours. */
export async function findSqliteTable(
  database: Pick<Database, "query">,
  table: string,
): Promise<TableName | undefined> {
  const [row] = await database.query(
    "select name from main.sqlite_master where type in ('table', 'view') and name = ? collate nocase",
    [table],
  );
  return row === undefined ? undefined : { schema: "main", table: String(row.name) };
}
