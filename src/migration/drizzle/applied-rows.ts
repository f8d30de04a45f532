import type { Database, Row } from "../database/database.js";
import { quoteTable } from "../database/tables.js";
import type { DrizzleTable } from "./migrator.js";

/** What drizzle-orm records of a migration. */
export interface AppliedRow {
  /** `created_at`, the time of the migration, not of its application. */
  readonly time: number;
  readonly hash: string;
  /** The name of the migration's folder; only since 1.0. */
  readonly name: string | undefined;
  /** ISO 8601, UTC; only since 1.0. */
  readonly appliedAt: string | undefined;
}

/** The table's own schema, where databases have any. */
function tableSchema(database: Pick<Database, "dialect">, table: DrizzleTable): string | undefined {
  return database.dialect.schemas ? table.schema : undefined;
}

/** The name of the table beside drizzle-orm's, for what it does not record. */
export function auditName(database: Pick<Database, "dialect">, table: DrizzleTable): string {
  const schema = tableSchema(database, table);
  return `${schema === undefined ? "" : `${schema}.`}${table.name}_audit`;
}

/** Reads drizzle-orm's table, of whatever version; empty when there is none. Changes nothing. */
export async function readAppliedRows(
  database: Database,
  table: DrizzleTable,
): Promise<readonly AppliedRow[]> {
  const name = await fullName(database, table);
  if (name === undefined) return [];
  // The id is no order: SQLite's is always null.
  const rows = await database.query(`select * from ${name} order by created_at`);
  return rows.map(appliedRow);
}

function appliedRow(row: Row): AppliedRow {
  return {
    time: Number(row.created_at),
    hash: String(row.hash),
    name: typeof row.name === "string" ? row.name : undefined,
    appliedAt: timeText(row.applied_at),
  };
}

function timeText(value: unknown): string | undefined {
  const time = value instanceof Date ? value : typeof value === "string" ? new Date(value) : undefined;
  return time === undefined || Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

/** By what a row is found: the name, where it has one, else the time. */
export type RowKey = Pick<AppliedRow, "time" | "name">;

/** Takes a migration out of drizzle-orm's table, so that it counts as not applied; false when it is not in there. */
export async function removeRow(database: Database, table: DrizzleTable, key: RowKey): Promise<boolean> {
  const name = await fullName(database, table);
  if (name === undefined) return false;
  const [column, value] = columnOf(key);
  const { placeholder } = database.dialect;
  return (await database.change(`delete from ${name} where ${column} = ${placeholder(1)}`, [value])) > 0;
}

/** Records another text of a migration, so that it does not count as edited. */
export async function updateHash(
  database: Database,
  table: DrizzleTable,
  key: RowKey,
  hash: string,
): Promise<void> {
  const name = await fullName(database, table);
  const [column, value] = columnOf(key);
  const { placeholder } = database.dialect;
  const statement = `update ${name} set hash = ${placeholder(1)} where ${column} = ${placeholder(2)}`;
  await database.change(statement, [hash, value]);
}

function columnOf({ name, time }: RowKey): readonly ["name" | "created_at", string | number] {
  return name === undefined ? ["created_at", time] : ["name", name];
}

async function fullName(database: Database, table: DrizzleTable): Promise<string | undefined> {
  const found = await database.findTable(tableSchema(database, table), table.name);
  return found === undefined ? undefined : quoteTable(database, found);
}
