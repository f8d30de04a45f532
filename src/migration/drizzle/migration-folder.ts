import {
  isFile,
  listDirectory,
  type MigrationDirectory,
  migrationDirectory,
  readText,
} from "../files/migration-directory.js";
import { MigrationError } from "../migration-error.js";
import { readJournal } from "./journal.js";
import {
  type DrizzleMigration,
  describeName,
  drizzleHash,
  drizzleScript,
  hasStatements,
} from "./migration-file.js";

/** A folder of migrations as drizzle-kit writes it. */
export interface DrizzleFolder extends MigrationDirectory {
  /** `journal` before 1.0, `folders` since; undefined when it holds no migration. */
  readonly format: "journal" | "folders" | undefined;
  /** In the order in which they are applied. */
  readonly migrations: readonly DrizzleMigration[];
}

/**
 * Reads a folder of either format.
 *
 * @throws MigrationError `invalid_file`.
 */
export function readDrizzleFolder(migrationPath: string, workDir: string): DrizzleFolder {
  const directory = migrationDirectory(migrationPath, workDir);
  const entries = listDirectory(directory);
  const journal = readJournal(directory);
  if (journal !== undefined) {
    const migrations = journal.entries.map(({ tag, when }) =>
      readMigration(directory, { id: tag, time: when, up: `${tag}.sql`, down: `${tag}.down.sql` }),
    );
    return { ...directory, format: "journal", migrations };
  }
  // Whatever is in the folder besides, such as a folder of seeds, has no such file.
  const migrations = entries
    .filter((entry) => !isFile(directory, entry))
    .filter(({ name }) => readText(directory, `${name}/migration.sql`) !== undefined)
    .map(({ name }) =>
      readMigration(directory, {
        id: name,
        time: folderTime(directory, name),
        up: `${name}/migration.sql`,
        down: `${name}/down.sql`,
      }),
    );
  return { ...directory, format: migrations.length === 0 ? undefined : "folders", migrations };
}

interface MigrationFiles {
  readonly id: string;
  readonly time: number;
  readonly up: string;
  readonly down: string;
}

function readMigration(
  directory: MigrationDirectory,
  { id, time, up, down }: MigrationFiles,
): DrizzleMigration {
  const text = readText(directory, up);
  const downText = readText(directory, down);
  return {
    id,
    time,
    description: describeName(id),
    up: text === undefined ? undefined : drizzleScript(up, text),
    hash: text === undefined ? undefined : drizzleHash(text),
    down: downText !== undefined && hasStatements(downText) ? drizzleScript(down, downText) : undefined,
  };
}

/** The digits that a folder's name begins with, read as drizzle-orm 1.x reads them. */
function folderTime({ shown }: MigrationDirectory, name: string): number {
  const digits = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/.exec(name);
  if (digits === null) {
    const message = `${shown}/${name}: the name of a migration's folder must begin with its time, as in 20260131120000_${name}`;
    throw new MigrationError("invalid_file", message);
  }
  const [year = 0, month = 0, day, hour, minute, second] = digits.slice(1).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
