import type { Database, Dialect, TableName } from "./database.js";

/** PostgreSQL, in a server or embedded. */
export const postgresDialect: Dialect = {
  name: "postgres",
  transactionalDdl: true,
  schemas: true,
  begin: "begin",
  placeholder: (index) => `$${index}`,
  quoteIdentifier: (name) => `"${name.replaceAll('"', '""')}"`,
  orLeaveAlone: "on conflict do nothing",
  orReplace: (key, columns) =>
    `on conflict (${key}) do update set ${columns.map((column) => `${column} = excluded.${column}`).join(", ")}`,
  isDuplicateKey: ({ details }) => details.code === "23505",
};

/** Looks a table up the way PostgreSQL resolves its name: an unqualified one along the search path. */
export async function findPostgresTable(
  database: Pick<Database, "query">,
  schema: string | undefined,
  table: string,
): Promise<TableName | undefined> {
  const parts = schema === undefined ? [table] : [schema, table];
  const name = parts.map(postgresDialect.quoteIdentifier).join(".");
  const [row] = await database.query(
    `select n.nspname as schema, c.relname as table from pg_catalog.pg_class c
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.oid = pg_catalog.to_regclass($1)`,
    [name],
  );
  return row === undefined ? undefined : { schema: String(row.schema), table: String(row.table) };
}

/** `discard all` without its release of advisory locks: the session's claim must outlast a migration. */
export const resetPostgresSession = "set session authorization default; reset all";
