import { missingPackage } from "../../errors/missing-package.js";
import { wrongVersion } from "../../packages/wrong-version.js";
import { MigrationError } from "../migration-error.js";
import { installedSchemaEngine, schemaEnginePackage, schemaEngineVersion } from "./schema-engine.js";

const ADAPTERS = {
  pglite: "pglite-prisma-adapter",
  postgres: "@prisma/adapter-pg",
  sqlite: "@prisma/adapter-libsql",
} as const;

/** The kinds of database that Prisma's engine can work on in this process. */
export type PrismaDatabaseKind = keyof typeof ADAPTERS;

export const prismaDatabases: readonly PrismaDatabaseKind[] = ["pglite", "postgres", "sqlite"];

type AdapterUtilities = typeof import("@prisma/driver-adapter-utils");

/** Prisma's packages for one kind of database, loaded. */
export interface PrismaPackages {
  readonly utilities: AdapterUtilities;
  readonly adapter:
    | { readonly kind: "postgres"; readonly PrismaPg: typeof import("@prisma/adapter-pg").PrismaPg }
    | {
        readonly kind: "sqlite";
        readonly PrismaLibSql: typeof import("@prisma/adapter-libsql").PrismaLibSql;
      }
    | { readonly kind: "pglite"; readonly PrismaPGlite: typeof import("pglite-prisma-adapter").PrismaPGlite };
}

/**
 * Loads what a project installs only when it uses this engine.
 *
 * @throws MigrationError `engine_not_installed`, with the command that installs it all.
 */
export async function loadPrismaPackages(kind: PrismaDatabaseKind): Promise<PrismaPackages> {
  try {
    requireVersion(installedSchemaEngine(), kind);
    for (const name of ["@prisma/driver-adapter-utils", ADAPTERS[kind]]) requireSupported(name);
    const utilities = await import("@prisma/driver-adapter-utils");
    return { utilities, adapter: await loadAdapter(kind) };
  } catch (error) {
    throw notInstalled(error, kind);
  }
}

async function loadAdapter(kind: PrismaDatabaseKind): Promise<PrismaPackages["adapter"]> {
  switch (kind) {
    case "postgres":
      return { kind, PrismaPg: (await import("@prisma/adapter-pg")).PrismaPg };
    case "sqlite":
      return { kind, PrismaLibSql: (await import("@prisma/adapter-libsql")).PrismaLibSql };
    case "pglite":
      return { kind, PrismaPGlite: (await import("pglite-prisma-adapter")).PrismaPGlite };
  }
}

/**
 * Refuses another version of the schema engine: its interface is no promise of Prisma's, and differs.
 *
 * @throws MigrationError `engine_not_installed`.
 */
export function requireVersion(installed: string, kind: PrismaDatabaseKind): void {
  if (installed === schemaEngineVersion) return;
  const needs = `${schemaEnginePackage}" in version ${schemaEngineVersion}, not ${installed}`;
  throw new MigrationError(
    "engine_not_installed",
    `migration engine "prisma" needs the package "${needs}; install it with: ${installCommand(kind)}`,
  );
}

function requireSupported(name: string): void {
  const wrong = wrongVersion('migration engine "prisma"', name);
  if (wrong !== undefined) throw new MigrationError("engine_not_installed", wrong);
}

/** An error about a package that is not there, as one for the user; any other error as it is. */
export function notInstalled(error: unknown, kind: PrismaDatabaseKind): unknown {
  const missing = missingPackage(error);
  if (missing === undefined) return error;
  return new MigrationError(
    "engine_not_installed",
    `migration engine "prisma" needs the package ${JSON.stringify(missing)}; install it with: ${installCommand(kind)}`,
    { cause: error },
  );
}

function installCommand(kind: PrismaDatabaseKind): string {
  const engine = `${schemaEnginePackage}@${schemaEngineVersion}`;
  return `npm install ${engine} @prisma/driver-adapter-utils ${ADAPTERS[kind]}`;
}
