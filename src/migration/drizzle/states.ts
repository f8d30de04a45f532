import { MigrationError } from "../migration-error.js";
import {
  type CompareVersions,
  compareText,
  type KnownMigration,
  type MigrationSource,
  migrationStates,
} from "../states/migration-states.js";
import { JOURNAL } from "./journal.js";
import type { DrizzleMigration, DrizzleScript } from "./migration-file.js";
import type { DrizzleFolder } from "./migration-folder.js";
import { type DrizzleRecorded, versionOf } from "./recorded.js";

/** A migration that can be applied. */
export interface DrizzleSource extends MigrationSource {
  readonly file: DrizzleMigration;
  readonly up: DrizzleScript;
}

export type KnownDrizzle = KnownMigration<DrizzleSource>;

/** Times are numbers of varying length, names begin with equally long ones. */
export function compareVersions(format: DrizzleFolder["format"]): CompareVersions {
  return format === "journal" ? (a, b) => Number(a) - Number(b) : compareText;
}

/**
 * The state of every migration.
 *
 * @throws MigrationError `missing_file` when the journal names a migration that is neither there nor applied.
 */
export function drizzleStates(folder: DrizzleFolder, recorded: DrizzleRecorded): readonly KnownDrizzle[] {
  const sources = folder.migrations.flatMap((file) => source(file, folder, recorded));
  const states = migrationStates(sources, recorded, compareVersions(folder.format));
  return folder.format === "journal" ? byTime(states, recorded) : states;
}

function source(
  file: DrizzleMigration,
  folder: DrizzleFolder,
  recorded: DrizzleRecorded,
): readonly DrizzleSource[] {
  const { id, description, up, hash, down } = file;
  const version = versionOf(file, folder.format);
  if (up !== undefined && hash !== undefined) {
    return [{ version, id, description, checksum: hash, reversible: down !== undefined, file, up }];
  }
  if (recorded.applied.has(version)) return [];
  throw new MigrationError(
    "missing_file",
    `${folder.shown}/${id}.sql: no such file, though ${JOURNAL} names it`,
  );
}

/**
 * What is late with a journal: not what stands before an applied one, but what has an earlier time than the newest of
 * them. drizzle-orm 0.x passes over such a migration without a word, for good.
 */
function byTime(states: readonly KnownDrizzle[], recorded: DrizzleRecorded): readonly KnownDrizzle[] {
  const newest = [...recorded.rows.values()].reduce((time, row) => Math.max(time, row.time), -Infinity);
  return states.map((known) => {
    const { migration, source: from } = known;
    if (from === undefined || (migration.state !== "pending" && migration.state !== "out-of-order"))
      return known;
    const state = from.file.time <= newest ? "out-of-order" : "pending";
    return { ...known, migration: { ...migration, state } };
  });
}
