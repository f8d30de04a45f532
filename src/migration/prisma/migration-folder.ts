import { createHash } from "node:crypto";
import { type Dirent, statSync } from "node:fs";
import { join } from "node:path";
import {
  listDirectory,
  type MigrationDirectory,
  migrationDirectory,
  readText,
} from "../files/migration-directory.js";
import { MigrationError } from "../migration-error.js";
import type { SqlFlavor } from "../sql/sql-flavor.js";
import { splitStatements } from "../sql/sql-statements.js";
import type { MigrationSource } from "../states/migration-states.js";

/** A migration as its directory has it. Its name is its id, and what Prisma's table records. */
export interface PrismaMigration extends MigrationSource {
  /** The text of `migration.sql`, as it is. */
  readonly up: string;
  /** The text of `down.sql`, where there is one with a statement in it. */
  readonly down: string | undefined;
  /** Every checksum that Prisma takes for the same text: line ends depend on how a file was checked out. */
  readonly checksums: ReadonlySet<string>;
}

/** Prisma's folder of migrations. */
export interface PrismaFolder extends MigrationDirectory {
  /** In the order of their names, in which they are applied. */
  readonly migrations: readonly PrismaMigration[];
  /** The text of `migration_lock.toml`, where there is one. */
  readonly lock: string | undefined;
}

/** What the digits that Prisma begins its names with leave: `20260102030405_create_users` → `create users`. */
const NAME = /^\d{14}_(?=.)/;

/**
 * Reads the directories of a folder of migrations.
 *
 * @throws MigrationError `invalid_file`, with every problem, a line each.
 */
export function readPrismaFolder(migrationPath: string, workDir: string, flavor: SqlFlavor): PrismaFolder {
  const directory = migrationDirectory(migrationPath, workDir);
  const names = listDirectory(directory)
    .filter((entry) => isFolder(directory, entry))
    .map((entry) => entry.name);
  const problems: string[] = [];
  const migrations = names.flatMap((name): PrismaMigration[] => {
    const up = readText(directory, `${name}/migration.sql`);
    if (up !== undefined) return [migrationOf(directory, name, up, flavor)];
    problems.push(`${directory.shown}/${name}: there is no migration.sql in it`);
    return [];
  });
  if (problems.length > 0) throw new MigrationError("invalid_file", problems.join("\n"));
  return { ...directory, migrations, lock: readText(directory, "migration_lock.toml") };
}

function isFolder({ path }: MigrationDirectory, entry: Dirent): boolean {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  return statSync(join(path, entry.name), { throwIfNoEntry: false })?.isDirectory() === true;
}

function migrationOf(
  directory: MigrationDirectory,
  name: string,
  up: string,
  flavor: SqlFlavor,
): PrismaMigration {
  const text = readText(directory, `${name}/down.sql`);
  const down = text !== undefined && splitStatements(text, flavor).length > 0 ? text : undefined;
  const lf = up.replaceAll("\r\n", "\n");
  const checksums = [up, lf, lf.replaceAll("\n", "\r\n")].map(sha256);
  return {
    version: name,
    id: name,
    description: name.replace(NAME, "").replaceAll("_", " ").trim() || name,
    checksum: checksums[0] ?? "",
    checksums: new Set(checksums),
    reversible: down !== undefined,
    up,
    down,
  };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
