import { mkdirSync, writeFileSync } from "node:fs";
import { join, posix } from "node:path";
import type { MigrationPrismaConfig } from "../../../generated/migration/providers/prisma.config.js";
import { connectionTarget } from "../database/connection-target.js";
import type { MigrationDraftOptions } from "../engine.js";
import { listDirectory, migrationDirectory, readText } from "../files/migration-directory.js";
import { nextTimestamp, slug } from "../files/new-migration.js";
import { prismaKind } from "./prisma-options.js";
import type { PrismaDatabaseKind } from "./prisma-packages.js";
import { LOCK_FILE, requireProvider, writeProvider } from "./provider-lock.js";

type DraftOptions = MigrationDraftOptions<MigrationPrismaConfig>;

/** A directory with an empty `migration.sql`, named as Prisma does; and the lock file, should there be none. */
export async function draftMigration(options: DraftOptions): Promise<readonly string[]> {
  const directory = migrationDirectory(options.migrationPath, options.workDir);
  const kind = kindOf(options);
  mkdirSync(directory.path, { recursive: true });
  const lock = readText(directory, LOCK_FILE);
  if (kind !== undefined) requireProvider({ lock, shown: directory.shown }, kind);
  const names = listDirectory(directory).map((entry) => entry.name);
  const name = `${nextTimestamp(names, options.now ?? new Date())}_${slug(options.name)}`;
  mkdirSync(join(directory.path, name));
  writeFileSync(join(directory.path, name, "migration.sql"), "", { flag: "wx" });
  const created = [posix.join(directory.shown, name, "migration.sql")];
  if (lock !== undefined || kind === undefined) return created;
  writeProvider(directory.path, kind);
  return [...created, posix.join(directory.shown, LOCK_FILE)];
}

/** Undefined where the connection is configured but not given, as on a machine that only writes migrations. */
function kindOf(options: DraftOptions): PrismaDatabaseKind | undefined {
  const { connectionEnv, env = process.env } = options;
  if (connectionEnv !== undefined && (env[connectionEnv] ?? "").trim() === "") return undefined;
  return prismaKind(connectionTarget(options));
}
