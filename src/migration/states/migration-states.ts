import type { AuditRow } from "../audit/audit-table.js";
import type { Migration, MigrationState } from "../engine.js";

/** A migration as its files have it, whatever the engine's format. */
export interface MigrationSource {
  /** What the engine's table records. */
  readonly version: string;
  readonly id: string;
  readonly description: string;
  /** Compared with what was recorded, to see edits. */
  readonly checksum: string;
  readonly reversible: boolean;
}

/** What an engine's own table knows of an applied migration, as far as it does. */
export interface RecordedMigration {
  readonly id?: string;
  readonly checksum?: string;
  /** ISO 8601, UTC. */
  readonly appliedAt?: string;
}

/** Everything that the database records of migrations. */
export interface Recorded {
  /** By version: what the engine's own table counts as applied. */
  readonly applied: ReadonlyMap<string, RecordedMigration>;
  /** By version: see AuditTable. */
  readonly audit: ReadonlyMap<string, AuditRow>;
}

export const nothingRecorded: Recorded = { applied: new Map(), audit: new Map() };

/** A migration with its source, where there is one, and its version. */
export interface KnownMigration<Source extends MigrationSource = MigrationSource> {
  readonly version: string;
  readonly migration: Migration;
  readonly source: Source | undefined;
}

/** Which of two versions is older; by code units unless an engine knows better. */
export type CompareVersions = (a: string, b: string) => number;

export const compareText: CompareVersions = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Sets sources and records side by side: what is recorded without a source first, in the order of versions, then the
 * sources in theirs, which is the order in which they are applied.
 */
export function migrationStates<Source extends MigrationSource>(
  sources: readonly Source[],
  recorded: Recorded,
  compare: CompareVersions = compareText,
): readonly KnownMigration<Source>[] {
  const versions = new Set(sources.map((source) => source.version));
  const orphans = [...recorded.applied.keys(), ...unfinishedVersions(recorded)].filter(
    (version) => !versions.has(version),
  );
  const known = [...new Set(orphans)]
    .sort(compare)
    .map((version): KnownMigration<Source> => orphan(version, recorded));
  const newestOrphan = known.findLast(({ migration }) => migration.applied)?.version;
  const newestApplied = sources.findLastIndex((source) => recorded.applied.has(source.version));
  return [
    ...known,
    ...sources.map((source, index) => {
      // Sources are compared by their place, as they are applied; versions without one by the only thing left of them.
      const isBeforeOrphan = newestOrphan !== undefined && compare(source.version, newestOrphan) < 0;
      return withSource(source, recorded, index < newestApplied || isBeforeOrphan);
    }),
  ];
}

function unfinishedVersions({ audit }: Recorded): readonly string[] {
  return [...audit.values()].filter((row) => row.state !== "applied").map((row) => row.version);
}

function withSource<Source extends MigrationSource>(
  source: Source,
  recorded: Recorded,
  isLate: boolean,
): KnownMigration<Source> {
  const { version, id, description, reversible, checksum } = source;
  const own = recorded.applied.get(version);
  const row = recorded.audit.get(version);
  const then = own?.checksum ?? row?.checksum;
  const migration: Migration = {
    id,
    description,
    applied: own !== undefined,
    state: stateOf(own !== undefined, row, then !== undefined && then !== checksum, isLate),
    reversible,
    checksum,
    ...fromRecords(own, row),
  };
  return { version, migration, source };
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

function orphan(version: string, recorded: Recorded): KnownMigration<never> {
  const own = recorded.applied.get(version);
  const row = recorded.audit.get(version);
  const checksum = own?.checksum ?? row?.checksum;
  const state = row?.state === "running" ? "dirty" : row?.state === "failed" ? "failed" : "missing";
  const migration: Migration = {
    id: own?.id ?? row?.file ?? version,
    description: "its file is missing",
    applied: own !== undefined,
    state,
    reversible: false,
    ...(checksum !== undefined && { checksum }),
    ...fromRecords(own, row),
  };
  return { version, migration, source: undefined };
}

function fromRecords(
  own: RecordedMigration | undefined,
  row: AuditRow | undefined,
): Pick<Migration, "appliedAt" | "error"> {
  const audited = row?.state === "applied" ? row.at : undefined;
  const appliedAt = own === undefined ? undefined : (own.appliedAt ?? audited);
  return {
    ...(appliedAt !== undefined && { appliedAt }),
    ...(row?.error !== undefined && { error: row.error }),
  };
}
