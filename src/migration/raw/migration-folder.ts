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
import { type FileProblem, type MigrationFile, parseMigrationFile } from "./migration-file.js";

/** A folder of migrations, with the files sorted by name, the order in which they are applied. */
export interface MigrationFolder extends MigrationDirectory {
  readonly files: readonly MigrationFile[];
}

/**
 * Reads every `*.sql` file of a folder; what else is in it, folders too, is ignored.
 *
 * @param flavorOf says how the SQL of the database is divided; asked for once the folder is known to exist.
 * @throws MigrationError `invalid_file`, with every problem of every file, a line each.
 */
export function readMigrationFolder(
  migrationPath: string,
  workDir: string,
  flavorOf: () => SqlFlavor,
): MigrationFolder {
  const directory = migrationDirectory(migrationPath, workDir);
  const names = listDirectory(directory)
    .filter((entry) => /\.sql$/i.test(entry.name) && !isFolder(directory, entry))
    .map((entry) => entry.name);
  const flavor = flavorOf();
  const parsed = names.map((name) => parseMigrationFile(name, readFile(directory, name), flavor));
  const problems = parsed.filter((file): file is FileProblem => "message" in file);
  const files = parsed.filter((file): file is MigrationFile => !("message" in file));
  problems.push(...duplicateVersions(files, flavor));
  if (problems.length > 0) {
    const lines = problems.map(({ name, line, message }) => `${directory.shown}/${name}:${line}: ${message}`);
    throw new MigrationError("invalid_file", lines.join("\n"));
  }
  return { ...directory, files };
}

/** A link that leads nowhere is no folder: it is told of, and not left out. */
function isFolder({ path }: MigrationDirectory, entry: Dirent): boolean {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  return statSync(join(path, entry.name), { throwIfNoEntry: false })?.isDirectory() === true;
}

function readFile(directory: MigrationDirectory, name: string): string {
  const text = readText(directory, name);
  if (text !== undefined) return text;
  throw new MigrationError("invalid_file", `reading migration file ${name}: no such file`);
}

function duplicateVersions(files: readonly MigrationFile[], flavor: SqlFlavor): readonly FileProblem[] {
  const first = new Map<string, string>();
  return files.flatMap(({ id, version }) => {
    // As dbmate's table compares them there.
    const key = flavor.name === "mysql" ? version.toLowerCase() : version;
    const other = first.get(key);
    if (other === undefined) {
      first.set(key, id);
      return [];
    }
    return [{ name: id, line: 1, message: `version ${version} is taken by ${other}` }];
  });
}
