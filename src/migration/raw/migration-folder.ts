import { readdirSync, readFileSync, statSync } from "node:fs";
import { posix, resolve } from "node:path";
import { MigrationError } from "../migration-error.js";
import { type FileProblem, type MigrationFile, parseMigrationFile } from "./migration-file.js";

/** A folder of migrations: where it is, and how messages call it. */
export interface MigrationFolder {
  readonly path: string;
  readonly shown: string;
  /** Sorted by file name, the order in which they are applied. */
  readonly files: readonly MigrationFile[];
}

/**
 * Reads every `*.sql` file of a folder; what else is in it, folders too, is ignored.
 *
 * @throws MigrationError `invalid_file`, with every problem of every file, a line each.
 */
export function readMigrationFolder(migrationPath: string, workDir: string): MigrationFolder {
  if (migrationPath === "") throw new MigrationError("invalid_file", "migration path is required");
  const path = resolve(workDir, migrationPath);
  const shown = posix.normalize(migrationPath.replaceAll("\\", "/")).replace(/\/$/, "");
  const parsed = listFiles(path, migrationPath).map((name) => parseMigrationFile(name, readText(path, name)));
  const problems = parsed.filter((file): file is FileProblem => "message" in file);
  const files = parsed.filter((file): file is MigrationFile => !("message" in file));
  problems.push(...duplicateVersions(files));
  if (problems.length > 0) {
    const lines = problems.map(({ name, line, message }) => `${shown}/${name}:${line}: ${message}`);
    throw new MigrationError("invalid_file", lines.join("\n"));
  }
  return { path, shown, files };
}

function listFiles(path: string, migrationPath: string): readonly string[] {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => /\.sql$/i.test(entry.name) && !isFolder(path, entry))
      .map((entry) => entry.name)
      .sort((a, b) => (a < b ? -1 : 1));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") {
      throw new MigrationError("invalid_file", `migration directory does not exist: ${migrationPath}`);
    }
    throw new MigrationError(
      "invalid_file",
      `reading migration directory: ${migrationPath}: ${reason(code)}`,
    );
  }
}

function isFolder(
  path: string,
  entry: { name: string; isDirectory(): boolean; isSymbolicLink(): boolean },
): boolean {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  return statSync(resolve(path, entry.name), { throwIfNoEntry: false })?.isDirectory() === true;
}

function readText(path: string, name: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
      readFileSync(resolve(path, name)),
    );
  } catch (error) {
    const why =
      error instanceof TypeError ? "it is not UTF-8 text" : reason((error as NodeJS.ErrnoException).code);
    throw new MigrationError("invalid_file", `reading migration file ${name}: ${why}`);
  }
}

function reason(code: string | undefined): string {
  if (code === "EACCES" || code === "EPERM") return "permission denied";
  if (code === "ENOTDIR") return "not a directory";
  return code === "ENOENT" ? "no such file" : `cannot be read (${code ?? "unknown error"})`;
}

function duplicateVersions(files: readonly MigrationFile[]): readonly FileProblem[] {
  const first = new Map<string, string>();
  return files.flatMap(({ name, version }) => {
    const other = first.get(version);
    if (other === undefined) {
      first.set(version, name);
      return [];
    }
    return [{ name, line: 1, message: `version ${version} is taken by ${other}` }];
  });
}
