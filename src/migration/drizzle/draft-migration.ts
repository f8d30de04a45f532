import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import type { MigrationDrizzleConfig } from "../../../generated/migration/providers/drizzle.config.js";
import { connectionTarget } from "../database/connection-target.js";
import type { ConnectionTarget } from "../database/target-kinds.js";
import type { MigrationDraftOptions } from "../engine.js";
import { type MigrationDirectory, migrationDirectory } from "../files/migration-directory.js";
import { nextTimestamp, slug } from "../files/new-migration.js";
import { MigrationError } from "../migration-error.js";
import { drizzlePackage, refuseOtherFormat } from "./drizzle-package.js";
import { JOURNAL, type Journal, readJournal } from "./journal.js";
import { type DrizzleFolder, readDrizzleFolder } from "./migration-folder.js";

type DraftOptions = MigrationDraftOptions<MigrationDrizzleConfig>;

/** As `drizzle-kit generate --custom` writes it. */
const TEMPLATE = "-- Custom SQL migration file, put your code below! --";

/**
 * Writes an empty migration for SQL that drizzle-kit does not generate. It has no snapshot, since it does not change
 * the schema that drizzle-kit knows of; drizzle-kit goes on from the one before.
 */
export async function draftMigration(options: DraftOptions): Promise<readonly string[]> {
  const { migrationPath, workDir } = options;
  const drizzle = drizzlePackage(workDir);
  const directory = migrationDirectory(migrationPath, workDir);
  try {
    mkdirSync(directory.path, { recursive: true });
    const folder = readDrizzleFolder(migrationPath, workDir);
    refuseOtherFormat(folder, drizzle);
    const files =
      drizzle.format === "journal" ? writeWithJournal(folder, options) : writeFolder(folder, options);
    return files.map((file) => posix.join(directory.shown, file));
  } catch (error) {
    if (MigrationError.isInstance(error)) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    throw new MigrationError("invalid_file", `writing a migration to ${directory.shown}: ${code ?? message}`);
  }
}

/** drizzle-orm 1.x: a folder, whose name is the only order. */
function writeFolder(folder: DrizzleFolder, { name, now = new Date() }: DraftOptions): readonly string[] {
  const id = `${nextTimestamp(
    folder.migrations.map(({ id }) => id),
    now,
  )}_${slug(name)}`;
  mkdirSync(join(folder.path, id));
  writeFileSync(join(folder.path, id, "migration.sql"), TEMPLATE, { flag: "wx" });
  return [`${id}/migration.sql`];
}

/** drizzle-orm 0.x: a file, and its entry in the journal. */
function writeWithJournal(folder: DrizzleFolder, options: DraftOptions): readonly string[] {
  const { name, now = new Date() } = options;
  const journal = readJournal(folder) ?? newJournal(connectionTarget(options));
  const { entries } = journal;
  const idx = entries.reduce((highest, entry) => Math.max(highest, entry.idx), -1) + 1;
  const newest = entries.reduce((latest, { when }) => Math.max(latest, when), 0);
  const tag = `${String(idx).padStart(4, "0")}_${slug(name)}`;
  const entry = {
    idx,
    version: entryVersion(journal),
    // Never before another one, which drizzle-orm would take for applied.
    when: Math.max(now.getTime(), newest + 1),
    tag,
    breakpoints: true,
  };
  writeFileSync(join(folder.path, `${tag}.sql`), TEMPLATE, { flag: "wx" });
  writeJournal(folder, { ...journal, entries: [...entries, entry] });
  return [`${tag}.sql`, JOURNAL];
}

/** The version of drizzle-kit's snapshots, by the dialect of the journal. */
const SNAPSHOT_VERSIONS = { postgresql: "7", mysql: "5", sqlite: "6" } as const;

function newJournal({ kind }: ConnectionTarget): Journal {
  return { version: "7", dialect: kind === "mysql" || kind === "sqlite" ? kind : "postgresql", entries: [] };
}

function entryVersion({ entries, dialect }: Journal): unknown {
  const last = entries.at(-1) as { readonly version?: unknown } | undefined;
  if (last?.version !== undefined) return last.version;
  const known = new Map<unknown, string>(Object.entries(SNAPSHOT_VERSIONS));
  return known.get(dialect) ?? SNAPSHOT_VERSIONS.postgresql;
}

/** Replaced as a whole, so that nobody reads half of it. */
function writeJournal({ path }: MigrationDirectory, journal: Journal): void {
  const file = join(path, JOURNAL);
  if (!existsSync(dirname(file))) mkdirSync(dirname(file));
  writeFileSync(`${file}.new`, JSON.stringify(journal, null, 2));
  renameSync(`${file}.new`, file);
}
