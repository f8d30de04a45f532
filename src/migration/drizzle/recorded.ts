import { AuditTable } from "../audit/audit-table.js";
import type { Database } from "../database/database.js";
import type { Recorded, RecordedMigration } from "../states/migration-states.js";
import { type AppliedRow, auditName, readAppliedRows } from "./applied-rows.js";
import type { DrizzleMigration } from "./migration-file.js";
import type { DrizzleFolder } from "./migration-folder.js";
import type { DrizzleTable } from "./migrator.js";

/** What the database records, with drizzle-orm's rows by the version of the migration that each belongs to. */
export interface DrizzleRecorded extends Recorded {
  readonly rows: ReadonlyMap<string, AppliedRow>;
  /** Whether the table is of drizzle-orm 0.x though the folder is of 1.x. */
  readonly outdated: boolean;
}

export const noRows: DrizzleRecorded = {
  applied: new Map(),
  audit: new Map(),
  rows: new Map(),
  outdated: false,
};

/** By what a migration is recorded: its time with a journal, its name since 1.0. */
export function versionOf(migration: DrizzleMigration, format: DrizzleFolder["format"]): string {
  return format === "folders" ? migration.id : String(migration.time);
}

/** Reads what is recorded of the migrations of a folder. */
export async function readRecorded(
  database: Database,
  folder: DrizzleFolder,
  table: DrizzleTable,
): Promise<DrizzleRecorded> {
  const found = await readAppliedRows(database, table);
  const rows = new Map<string, AppliedRow>();
  const applied = new Map<string, RecordedMigration>();
  const find = folder.format === "folders" ? findByName(folder, found) : findByTime(folder);
  for (const row of found) {
    const migration = find(row);
    const version =
      migration === undefined ? orphanVersion(row, folder) : versionOf(migration, folder.format);
    rows.set(version, row);
    const id = migration?.id ?? row.name;
    applied.set(version, {
      checksum: row.hash,
      ...(id !== undefined && { id }),
      ...(row.appliedAt !== undefined && { appliedAt: row.appliedAt }),
    });
  }
  const audit = await AuditTable.read(database, auditName(database, table));
  const outdated = folder.format === "folders" && found.some(({ name }) => name === undefined);
  return { applied, audit, rows, outdated };
}

type FindMigration = (row: AppliedRow) => DrizzleMigration | undefined;

function findByTime({ migrations }: DrizzleFolder): FindMigration {
  const byTime = new Map(migrations.map((migration) => [migration.time, migration]));
  return ({ time }) => byTime.get(time);
}

/**
 * By name; rows of 0.x, which have none, as drizzle-orm 1.x is going to name them: by the second, and by the hash where
 * that leaves a doubt.
 */
function findByName({ migrations }: DrizzleFolder, rows: readonly AppliedRow[]): FindMigration {
  const byName = new Map(migrations.map((migration) => [migration.id, migration]));
  const hasNames = rows.some(({ name }) => name !== undefined);
  return ({ name, time, hash }) => {
    if (name !== undefined || hasNames) return byName.get(name ?? "");
    const second = Math.floor(time / 1000) * 1000;
    const candidates = migrations.filter((migration) => migration.time === second);
    if (candidates.length === 1) return candidates[0];
    return (candidates.length === 0 ? migrations : candidates).find((migration) => migration.hash === hash);
  };
}

function orphanVersion(row: AppliedRow, { format }: DrizzleFolder): string {
  return format === "folders" && row.name !== undefined ? row.name : String(row.time);
}
