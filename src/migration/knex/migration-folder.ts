import { createHash } from "node:crypto";
import {
  isFile,
  listDirectory,
  type MigrationDirectory,
  migrationDirectory,
  readText,
} from "../files/migration-directory.js";
import { MigrationError } from "../migration-error.js";

/** One migration's file. */
export interface KnexFile {
  /** With its extension, as knex records it. */
  readonly name: string;
  readonly description: string;
  /** SHA-256 of its text, with LF line ends. */
  readonly checksum: string;
}

/** A folder of migrations, in the order in which knex runs them. */
export interface KnexFolder extends MigrationDirectory {
  readonly files: readonly KnexFile[];
}

/**
 * Reads a folder without running anything of it.
 *
 * @throws MigrationError `invalid_file`, also when the same migration is there as TypeScript and compiled: knex would
 *   run it twice.
 */
export function readKnexFolder(
  migrationPath: string,
  workDir: string,
  extensions: readonly string[],
): KnexFolder {
  const directory = migrationDirectory(migrationPath, workDir);
  const names = listDirectory(directory)
    .filter((entry) => extension(entry.name, extensions) !== undefined && isFile(directory, entry))
    .map(({ name }) => name);
  const stems = new Map<string, string>();
  for (const name of names) {
    const stem = stemOf(name);
    const other = stems.get(stem);
    if (other !== undefined) {
      const message = `${directory.shown}/${name}: the same migration is there as ${other}; leave one of them out with "extensions"`;
      throw new MigrationError("invalid_file", message);
    }
    stems.set(stem, name);
  }
  const files = names.map((name) => ({
    name,
    description: describe(stemOf(name)),
    checksum: checksum(readText(directory, name) ?? ""),
  }));
  return { ...directory, files };
}

/** The extension by which a file is a migration. Declarations are TypeScript, but nothing to run. */
function extension(name: string, extensions: readonly string[]): string | undefined {
  if (/\.d\.[cm]?ts$/.test(name)) return undefined;
  return extensions.find((end) => name.endsWith(end) && name.length > end.length);
}

const stemOf = (name: string): string => name.replace(/\.[cm]?[jt]s$/, "");

function describe(stem: string): string {
  const words = stem
    .replace(/^\d+_?/, "")
    .replaceAll("_", " ")
    .trim();
  return words === "" ? stem : words;
}

function checksum(text: string): string {
  return createHash("sha256").update(text.replaceAll("\r\n", "\n")).digest("hex");
}
