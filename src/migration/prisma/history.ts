import type { AuditRow } from "../audit/audit-table.js";
import type { Database, Row, TableName } from "../database/database.js";
import { quoteTable } from "../database/tables.js";
import { nothingRecorded, type Recorded, type RecordedMigration } from "../states/migration-states.js";
import type { PrismaMigration } from "./migration-folder.js";
import { withoutTrace } from "./schema-engine.js";

/** Prisma's table of migrations. A migration that was retried or reverted has several rows. */
export const HISTORY_TABLE = "_prisma_migrations";

/** What Prisma's table says of migrations. */
export interface History {
  /** Undefined when there is no table: Prisma has never migrated this database. */
  readonly table: TableName | undefined;
  readonly recorded: Recorded;
}

/** Reads Prisma's table; changes nothing. */
export async function readHistory(
  database: Database,
  schema: string | undefined,
  migrations: readonly PrismaMigration[],
): Promise<History> {
  const table = await database.findTable(schema, HISTORY_TABLE);
  if (table === undefined) return { table, recorded: nothingRecorded };
  const rows = await database.query(`select * from ${quoteTable(database, table)} order by started_at`);
  const byName = new Map(migrations.map((migration) => [migration.id, migration]));
  const applied = new Map<string, RecordedMigration>();
  const audit = new Map<string, AuditRow>();
  for (const row of rows.filter((row) => time(row.rolled_back_at) === undefined)) {
    const name = String(row.migration_name);
    if (time(row.finished_at) === undefined) audit.set(name, unfinished(name, row));
    else applied.set(name, finished(row, byName.get(name)));
  }
  return { table, recorded: { applied, audit } };
}

function finished(row: Row, migration: PrismaMigration | undefined): RecordedMigration {
  const checksum = String(row.checksum);
  const appliedAt = time(row.finished_at);
  return {
    // Line ends do not count.
    checksum: migration?.checksums.has(checksum) === true ? migration.checksum : checksum,
    ...(appliedAt !== undefined && { appliedAt }),
  };
}

/** A row without an end is all that Prisma writes of a failure; of a killed run it lacks the failure's message too. */
function unfinished(name: string, row: Row): AuditRow {
  const logs = typeof row.logs === "string" && row.logs.trim() !== "" ? row.logs : undefined;
  return {
    version: name,
    file: name,
    checksum: String(row.checksum),
    direction: "up",
    state: logs === undefined ? "running" : "failed",
    at: time(row.started_at) ?? "",
    error: logs === undefined ? undefined : failureOf(logs),
  };
}

/** What the database said. Prisma's native engine writes an introduction, and headings, before it. */
function failureOf(logs: string): string {
  const text = withoutTrace(logs);
  return withoutTrace(/^Database error:\s*\n([\s\S]*)/m.exec(text)?.[1] ?? text).replaceAll(/\s*\n\s*/g, " ");
}

/** A time as ISO 8601 in UTC, from what drivers and versions of Prisma make of one. */
function time(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  const date = value instanceof Date ? value : new Date(typeof value === "string" ? value : Number(value));
  // A row that holds something else has an end all the same.
  return Number.isNaN(date.getTime()) ? String(value) : date.toISOString();
}

/** Takes back that a migration is applied, as Prisma does for a failed one. */
export async function recordRolledBack(database: Database, table: TableName, name: string): Promise<number> {
  const { placeholder } = database.dialect;
  return await database.change(
    `update ${quoteTable(database, table)} set rolled_back_at = ${placeholder(1)}
      where migration_name = ${placeholder(2)} and finished_at is not null and rolled_back_at is null`,
    // The form in which Prisma itself writes it to SQLite.
    [new Date().toISOString().replace("Z", "+00:00"), name],
  );
}

/** The table as Prisma's engine creates it on SQLite. */
const SQLITE_TABLE = `CREATE TABLE "_prisma_migrations" (
    "id"                    TEXT PRIMARY KEY NOT NULL,
    "checksum"              TEXT NOT NULL,
    "finished_at"           DATETIME,
    "migration_name"        TEXT NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        DATETIME,
    "started_at"            DATETIME NOT NULL DEFAULT current_timestamp,
    "applied_steps_count"   INTEGER UNSIGNED NOT NULL DEFAULT 0
)`;

/**
 * Creates Prisma's table where its engine does not: on SQLite, without the native driver, it takes the table's absence
 * for an error when it is told that a migration has been applied by other means.
 */
export async function ensureHistoryTable(database: Database, schema: string | undefined): Promise<void> {
  if (database.dialect.name !== "sqlite") return;
  if ((await database.findTable(schema, HISTORY_TABLE)) === undefined) await database.execute(SQLITE_TABLE);
}
