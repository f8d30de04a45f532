import type { MigrationPrismaConfig } from "../../../generated/migration/providers/prisma.config.js";
import type { Database } from "../database/database.js";
import { explain } from "../database/explain.js";
import type { Migration, MigrationResolveOptions } from "../engine.js";
import { MigrationError } from "../migration-error.js";
import { type DatabaseSession, runOnDatabase } from "../session/database-session.js";
import { sessionOptions } from "../session/session-options.js";
import { findMigration, gone } from "../states/find-migration.js";
import { type KnownMigration, migrationStates } from "../states/migration-states.js";
import { ensureHistoryTable, readHistory, recordRolledBack } from "./history.js";
import type { PrismaMigration } from "./migration-folder.js";
import { type PrismaProject, prismaProject } from "./prisma-options.js";
import { loadPrismaPackages } from "./prisma-packages.js";
import { PrismaSession } from "./prisma-session.js";

type ResolveOptions = MigrationResolveOptions<MigrationPrismaConfig>;
type Known = KnownMigration<PrismaMigration>;

/** Records what a person says about a migration, with Prisma's own means as far as it has them. */
export async function resolveMigration(options: ResolveOptions): Promise<Migration> {
  const project = prismaProject(options);
  const packages = await loadPrismaPackages(project.kind);
  return await runOnDatabase(sessionOptions(options), (session) =>
    explain(`resolving migration ${options.migration}: ${session.target.label}`, async () => {
      const known = findMigration(await states(session.database, project), options.migration);
      const start = (): Promise<PrismaSession> => PrismaSession.start(session, project, packages);
      if (options.as === "applied") await markApplied(known, session, project, start);
      else await markRolledBack(known, session, project, start);
      const after = await states(session.database, project);
      return after.find(({ version }) => version === known.version)?.migration ?? gone(known.migration);
    }),
  );
}

async function states(database: Database, { schema, folder }: PrismaProject): Promise<readonly Known[]> {
  const { recorded } = await readHistory(database, schema, folder.migrations);
  return migrationStates(folder.migrations, recorded);
}

async function markApplied(
  { migration, source }: Known,
  { database }: DatabaseSession,
  { folder, schema }: PrismaProject,
  start: () => Promise<PrismaSession>,
): Promise<void> {
  const { id, applied } = migration;
  if (applied) {
    throw new MigrationError(
      "nothing_to_resolve",
      `migration ${id} is recorded as applied already; Prisma keeps the checksum that it was applied with`,
    );
  }
  if (source === undefined) {
    const message = `migration ${id} cannot be recorded as applied: its directory is missing from ${folder.shown}`;
    throw new MigrationError("missing_file", message);
  }
  const prisma = await start();
  await ensureHistoryTable(database, schema);
  await prisma.markApplied(source);
}

async function markRolledBack(
  { migration }: Known,
  { database }: DatabaseSession,
  { schema }: PrismaProject,
  start: () => Promise<PrismaSession>,
): Promise<void> {
  const { id, applied, state } = migration;
  if (state === "failed" || state === "dirty") {
    await (await start()).markRolledBack(id);
  } else if (applied) {
    const { table } = await readHistory(database, schema, []);
    if (table !== undefined) await recordRolledBack(database, table, id);
  } else {
    throw new MigrationError("nothing_to_resolve", `migration ${id} is not recorded as applied`);
  }
}
