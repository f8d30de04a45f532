import type { AuditRow } from "../audit/audit-table.js";
import { AuditTable } from "../audit/audit-table.js";
import type { Database } from "../database/database.js";
import { findNamedTable, quoteTable } from "../database/tables.js";
import type { Recorded, RecordedMigration } from "../states/migration-states.js";
import type { KnexTables } from "./settings.js";

/** What the database records, and whether knex's own lock is taken. */
export interface KnexRecorded extends Recorded {
  readonly isLocked: boolean;
}

export const noRows: KnexRecorded = { applied: new Map(), audit: new Map(), isLocked: false };

/** Clocks and the rounding of a database's timestamps aside, our record and knex's are of the same moment. */
const SAME_RUN_MS = 60_000;

/** Reads knex's tables and ours as far as they exist. Changes nothing, unlike knex's own `list`. */
export async function readRecorded(database: Database, tables: KnexTables): Promise<KnexRecorded> {
  const { schema, table, lock } = tables;
  const migrations = await findNamedTable(database, { schema, table });
  const locks = await findNamedTable(database, { schema, table: lock });
  const rows =
    migrations === undefined
      ? []
      : await database.query(
          `select name, migration_time from ${quoteTable(database, migrations)} order by id`,
        );
  const locked =
    locks === undefined ? [] : await database.query(`select is_locked from ${quoteTable(database, locks)}`);
  const applied = new Map<string, RecordedMigration>();
  for (const row of rows) {
    const appliedAt = timeText(row.migration_time);
    applied.set(String(row.name), appliedAt === undefined ? {} : { appliedAt });
  }
  const audit = await AuditTable.read(database, tables.audit);
  return {
    applied,
    audit: new Map([...audit].filter(([name, row]) => !isOutdated(row, applied.get(name)))),
    isLocked: locked.some((row) => Number(row.is_locked) === 1),
  };
}

/** Whether knex itself has run the migration anew since we recorded it, perhaps with another text. */
function isOutdated(row: AuditRow, own: RecordedMigration | undefined): boolean {
  if (row.state !== "applied" || own?.appliedAt === undefined) return false;
  return Date.parse(own.appliedAt) - Date.parse(row.at) > SAME_RUN_MS;
}

/** SQLite has milliseconds, the others a time. */
function timeText(value: unknown): string | undefined {
  const time = value instanceof Date || typeof value === "number" ? new Date(value) : undefined;
  return time === undefined || Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}
