import { type KnownMigration, type MigrationSource, migrationStates } from "../states/migration-states.js";
import type { KnexFile } from "./migration-folder.js";
import type { KnexRecorded } from "./recorded.js";

/** A migration's file as the engine-neutral parts see it. */
export interface KnexSource extends MigrationSource {
  readonly file: KnexFile;
}

export type KnownKnex = KnownMigration<KnexSource>;

const LOCKED = "knex's lock is taken: another knex is at work, or was killed";

/** The state of every migration. */
export function knexStates(files: readonly KnexFile[], recorded: KnexRecorded): readonly KnownKnex[] {
  const states = migrationStates(files.map(source), recorded);
  return recorded.isLocked ? withLock(states) : states;
}

function source(file: KnexFile): KnexSource {
  const { name, description, checksum } = file;
  // knex runs no file without a function `down`.
  return { version: name, id: name, description, checksum, reversible: true, file };
}

/**
 * knex takes its lock outside a transaction wherever the migration is not in one, so that it outlives a killed run. What
 * that was at, our marker tells; of a knex without us it must have been the next one, or when there is none the last.
 */
function withLock(states: readonly KnownKnex[]): readonly KnownKnex[] {
  if (states.some(({ migration }) => migration.state === "dirty" || migration.state === "failed"))
    return states;
  const next = states.findIndex(({ migration }) => !migration.applied);
  const suspect = next === -1 ? states.length - 1 : next;
  return states.map((known, index) =>
    index === suspect
      ? { ...known, migration: { ...known.migration, state: "dirty", error: LOCKED } }
      : known,
  );
}
