import { type Dirent, readdirSync, readFileSync, statSync } from "node:fs";
import { join, posix, resolve } from "node:path";
import { MigrationError } from "../migration-error.js";

/** Where the migrations are, and how messages call it. */
export interface MigrationDirectory {
  readonly path: string;
  readonly shown: string;
}

/** The folder that the config's `path` means. */
export function migrationDirectory(migrationPath: string, workDir: string): MigrationDirectory {
  if (migrationPath === "") throw new MigrationError("invalid_file", "migration path is required");
  const shown = posix.normalize(migrationPath.replaceAll("\\", "/")).replace(/(?<=.)\/$/, "");
  return { path: resolve(workDir, migrationPath), shown };
}

/**
 * What is in the folder, sorted by name.
 *
 * @throws MigrationError `invalid_file` when it cannot be listed.
 */
export function listDirectory({ path, shown }: MigrationDirectory): readonly Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const message =
      code === "ENOENT"
        ? `migration directory does not exist: ${shown}`
        : `reading migration directory: ${shown}: ${reason(code)}`;
    throw new MigrationError("invalid_file", message);
  }
}

/** Whether an entry is a file, or a link to one. */
export function isFile({ path }: MigrationDirectory, entry: Dirent): boolean {
  if (!entry.isSymbolicLink()) return entry.isFile();
  return statSync(join(path, entry.name), { throwIfNoEntry: false })?.isFile() === true;
}

/**
 * The text of a file of the folder, as it is; undefined when there is none.
 *
 * @throws MigrationError `invalid_file` when it cannot be read or is not UTF-8.
 */
export function readText({ path }: MigrationDirectory, name: string): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(readFileSync(join(path, name)));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    const why = error instanceof TypeError ? "it is not UTF-8 text" : reason(code);
    throw new MigrationError("invalid_file", `reading migration file ${name}: ${why}`);
  }
}

function reason(code: string | undefined): string {
  if (code === "EACCES" || code === "EPERM") return "permission denied";
  if (code === "ENOTDIR") return "not a directory";
  return `cannot be read (${code ?? "unknown error"})`;
}
