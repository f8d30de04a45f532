import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join, posix, resolve } from "node:path";
import type { MigrationDraftOptions } from "../engine.js";
import { nextTimestamp, slug } from "../files/new-migration.js";
import { MigrationError } from "../migration-error.js";
import type { RawOptions } from "./raw-options.js";

/** As `dbmate new` writes it. */
const TEMPLATE = "-- migrate:up\n\n\n-- migrate:down\n\n";

/** Writes an empty migration in dbmate's format, and its folder if need be. */
export async function draftMigration(
  options: MigrationDraftOptions<RawOptions["config"]>,
): Promise<readonly string[]> {
  const { migrationPath, workDir, name } = options;
  const folder = resolve(workDir, migrationPath);
  try {
    mkdirSync(folder, { recursive: true });
    const version = nextTimestamp(readdirSync(folder), options.now ?? new Date());
    const file = `${version}_${slug(name)}.sql`;
    writeFileSync(join(folder, file), TEMPLATE, { flag: "wx" });
    return [posix.join(migrationPath.replaceAll("\\", "/"), file)];
  } catch (error) {
    if (MigrationError.isInstance(error)) throw error;
    throw new MigrationError("invalid_file", `writing a migration to ${migrationPath}: ${reason(error)}`);
  }
}

function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "EEXIST" || code === "ENOTDIR") return "not a directory";
  return code === "EACCES" || code === "EROFS" ? "permission denied" : message;
}
