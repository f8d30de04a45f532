import type { MigrationPrismaConfig } from "../../../generated/migration/providers/prisma.config.js";
import { connectionTarget } from "../database/connection-target.js";
import type { ConnectionTarget } from "../database/target-kinds.js";
import type { MigrationOptions } from "../engine.js";
import { requireKind } from "../session/supported-kinds.js";
import { type SqlFlavor, sqlFlavor } from "../sql/sql-flavor.js";
import { type PrismaFolder, readPrismaFolder } from "./migration-folder.js";
import { type PrismaDatabaseKind, prismaDatabases } from "./prisma-packages.js";
import { requireProvider } from "./provider-lock.js";
import { schemaOfUrl } from "./schema-of-url.js";

/** What every operation of the engine begins with. */
export interface PrismaProject {
  readonly folder: PrismaFolder;
  readonly target: ConnectionTarget;
  readonly kind: PrismaDatabaseKind;
  /** How the database reads SQL. */
  readonly flavor: SqlFlavor;
  /** The schema that the connection's URL names, Prisma's way; undefined: the search path's. */
  readonly schema: string | undefined;
}

/**
 * Reads the folder, and finds out which database is meant, without a connection to it.
 *
 * @throws MigrationError `invalid_file`, `connection_failed` or `unsupported_database`.
 */
export function prismaProject(options: MigrationOptions<MigrationPrismaConfig>): PrismaProject {
  const target = connectionTarget(options);
  const kind = prismaKind(target);
  const flavor = sqlFlavor(kind === "sqlite" ? "sqlite" : "postgres");
  const folder = readPrismaFolder(options.migrationPath, options.workDir, flavor);
  requireProvider(folder, kind);
  return { folder, target, kind, flavor, schema: schemaOfUrl(target) };
}

/** @throws MigrationError `unsupported_database`. */
export function prismaKind(target: ConnectionTarget): PrismaDatabaseKind {
  requireKind("prisma", target, prismaDatabases);
  return target.kind as PrismaDatabaseKind;
}
