import { MigrationError } from "../migration-error.js";
import type { Database, TableName } from "./database.js";

/** A table as a config names it. */
export interface NamedTable {
  readonly schema: string | undefined;
  readonly table: string;
}

/** Reads `name` or `schema.name`. */
export function splitTableName(name: string): NamedTable {
  const dot = name.indexOf(".");
  return { schema: dot === -1 ? undefined : name.slice(0, dot), table: name.slice(dot + 1) };
}

/** A table's full name as it is written in SQL. */
export function quoteTable(database: Pick<Database, "dialect">, { schema, table }: TableName): string {
  const { quoteIdentifier } = database.dialect;
  return `${quoteIdentifier(schema)}.${quoteIdentifier(table)}`;
}

/**
 * Looks a configured table up.
 *
 * @throws MigrationError `unsupported_database` for a schema where databases have none.
 */
export async function findNamedTable(
  database: Database,
  { schema, table }: NamedTable,
): Promise<TableName | undefined> {
  if (schema !== undefined && !database.dialect.schemas) {
    throw new MigrationError(
      "unsupported_database",
      `the table "${schema}.${table}" has a schema in its name, which ${database.dialect.name} databases do not have`,
    );
  }
  return await database.findTable(schema, table);
}

/**
 * Finds a configured table, or creates it, with its schema if need be. Gives its full name.
 *
 * @param options what follows the columns.
 */
export async function ensureTable(
  database: Database,
  named: NamedTable,
  columns: string,
  options = "",
): Promise<TableName> {
  const found = await findNamedTable(database, named);
  if (found !== undefined) return found;
  const { quoteIdentifier } = database.dialect;
  const { schema, table } = named;
  if (schema !== undefined) await database.execute(`create schema if not exists ${quoteIdentifier(schema)}`);
  const name = schema === undefined ? quoteIdentifier(table) : quoteTable(database, { schema, table });
  await database.execute(`create table if not exists ${name} (${columns}) ${options}`);
  const created = await findNamedTable(database, named);
  if (created === undefined) throw new Error(`the table ${name} cannot be found after its creation`);
  return created;
}
