import { explain } from "../database/explain.js";
import type { Migration, MigrationResolveOptions } from "../engine.js";
import { runOnDatabase } from "../session/database-session.js";
import { sessionOptions } from "../session/session-options.js";
import { findMigration, gone } from "../states/find-migration.js";
import type { KnownMigration } from "../states/migration-states.js";
import type { MigrationFile } from "./migration-file.js";
import { type RawOptions, versionsTable } from "./raw-options.js";
import { readFolder, statesOf } from "./read-states.js";
import { auditSubject, TrackingTables } from "./tracking-tables.js";

type ResolveOptions = RawOptions & MigrationResolveOptions<RawOptions["config"]>;

/** Records what a person says about a migration, alone on the database. */
export async function resolveMigration(options: ResolveOptions): Promise<Migration> {
  const folder = readFolder(options);
  return await runOnDatabase(sessionOptions(options), ({ database, target }) =>
    explain(`resolving migration ${options.migration}: ${target.label}`, async () => {
      const { states } = await statesOf(database, options, folder);
      const known = findMigration(states, options.migration);
      const tables = await TrackingTables.ensure(database, versionsTable(options.config));
      await database.transaction(() => record(known, options.as, tables));
      const { states: after } = await statesOf(database, options, folder);
      return after.find(({ version }) => version === known.version)?.migration ?? gone(known.migration);
    }),
  );
}

async function record(
  { version, migration, source }: KnownMigration<MigrationFile>,
  as: ResolveOptions["as"],
  tables: TrackingTables,
): Promise<void> {
  if (as === "rolled-back") {
    await tables.removeVersion(version);
    await tables.audit.forget(version);
    return;
  }
  await tables.addVersion(version);
  const subject =
    source === undefined
      ? { version, file: migration.id, checksum: migration.checksum ?? "" }
      : auditSubject(source);
  // Of an edited one, what changes is the checksum, and not when it was applied.
  await tables.audit.mark(subject, "up", "applied", null, migration.appliedAt);
}
