import type { Database } from "../database/database.js";
import type { MigrationStatus } from "../engine.js";
import { readDatabase } from "../session/database-session.js";
import { sessionOptions } from "../session/session-options.js";
import {
  type KnownMigration,
  migrationStates,
  nothingRecorded,
  type Recorded,
} from "../states/migration-states.js";
import type { MigrationFile } from "./migration-file.js";
import { type MigrationFolder, readMigrationFolder } from "./migration-folder.js";
import { flavorOf, type RawOptions, versionsTable } from "./raw-options.js";
import { readRecorded } from "./tracking-tables.js";

/** The files of the configured folder. */
export function readFolder(options: RawOptions): MigrationFolder {
  return readMigrationFolder(options.migrationPath, options.workDir, () => flavorOf(options));
}

/** The state of every migration. Neither the database nor its tables are created for it. */
export async function readStatus(options: RawOptions): Promise<MigrationStatus> {
  const { target, states, lockedBy } = await readStates(options, readFolder(options));
  const migrations = states.map(({ migration }) => migration);
  return { target, migrations, ...(lockedBy !== undefined && { lockedBy }) };
}

/** What a look at the database shows. */
export interface KnownStates {
  /** The database in words. */
  readonly target: string;
  readonly states: readonly KnownMigration<MigrationFile>[];
  readonly lockedBy?: string;
}

/** Looks at the database without changing anything. */
export async function readStates(options: RawOptions, folder: MigrationFolder): Promise<KnownStates> {
  return await readDatabase<KnownStates>(
    sessionOptions(options),
    async ({ target, database, lockedBy }) => ({
      target: target.label,
      states: (await statesOf(database, options, folder)).states,
      ...(lockedBy !== undefined && { lockedBy }),
    }),
    (target) => ({ target: target.label, states: migrationStates(folder.files, nothingRecorded) }),
  );
}

/** The states of an open database, with what it records. */
export async function statesOf(
  database: Database,
  { config }: RawOptions,
  folder: MigrationFolder,
): Promise<{ readonly states: readonly KnownMigration<MigrationFile>[]; readonly recorded: Recorded }> {
  const recorded = await readRecorded(database, versionsTable(config));
  return { states: migrationStates(folder.files, recorded), recorded };
}
