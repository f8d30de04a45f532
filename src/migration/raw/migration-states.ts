import type { Migration, MigrationState } from "../engine.js";
import type { MigrationFile } from "./migration-file.js";
import type { AuditRow, Recorded } from "./tracking-tables.js";

/** A migration with its file, where there is one, and its version. */
export interface KnownMigration {
  readonly version: string;
  readonly migration: Migration;
  readonly file: MigrationFile | undefined;
}

/**
 * Sets files and records side by side: what is recorded without a file first, in the order of versions, then the
 * files in theirs.
 */
export function migrationStates(
  files: readonly MigrationFile[],
  recorded: Recorded,
): readonly KnownMigration[] {
  const versions = new Set(files.map((file) => file.version));
  const orphans = [...recorded.versions, ...unfinishedVersions(recorded)].filter(
    (version) => !versions.has(version),
  );
  const known = [...new Set(orphans)]
    .sort((a, b) => (a < b ? -1 : 1))
    .map((version) => orphan(version, recorded));
  const newestOrphan = known.findLast(({ migration }) => migration.applied)?.version;
  const newestApplied = files.findLastIndex((file) => recorded.versions.has(file.version));
  return [
    ...known,
    ...files.map((file, index) => {
      // Files are compared by their place, as they are applied; versions without a file by the only thing left of them.
      const isLate = index < newestApplied || (newestOrphan !== undefined && file.version < newestOrphan);
      return withFile(file, recorded, isLate);
    }),
  ];
}

function unfinishedVersions({ audit }: Recorded): readonly string[] {
  return [...audit.values()].filter((row) => row.state !== "applied").map((row) => row.version);
}

function withFile(file: MigrationFile, recorded: Recorded, isLate: boolean): KnownMigration {
  const applied = recorded.versions.has(file.version);
  const row = recorded.audit.get(file.version);
  const state = stateOf(applied, row, row !== undefined && row.checksum !== file.checksum, isLate);
  const migration: Migration = {
    id: file.name,
    description: file.description,
    applied,
    state,
    reversible: file.down !== undefined,
    checksum: file.checksum,
    ...fromAudit(applied, row),
  };
  return { version: file.version, migration, file };
}

function stateOf(
  applied: boolean,
  row: AuditRow | undefined,
  isEdited: boolean,
  isLate: boolean,
): MigrationState {
  if (row?.state === "running") return "dirty";
  if (row?.state === "failed") return "failed";
  if (applied) return isEdited ? "edited" : "applied";
  return isLate ? "out-of-order" : "pending";
}

function orphan(version: string, recorded: Recorded): KnownMigration {
  const row = recorded.audit.get(version);
  const applied = recorded.versions.has(version);
  const state = row?.state === "running" ? "dirty" : row?.state === "failed" ? "failed" : "missing";
  const migration: Migration = {
    id: row?.file ?? version,
    description: "its file is missing",
    applied,
    state,
    reversible: false,
    ...(row !== undefined && { checksum: row.checksum }),
    ...fromAudit(applied, row),
  };
  return { version, migration, file: undefined };
}

function fromAudit(applied: boolean, row: AuditRow | undefined): Pick<Migration, "appliedAt" | "error"> {
  return {
    ...(applied && row?.state === "applied" && { appliedAt: row.at }),
    ...(row?.error !== undefined && { error: row.error }),
  };
}
