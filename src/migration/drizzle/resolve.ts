import type { MigrationDrizzleConfig } from "../../../generated/migration/providers/drizzle.config.js";
import { type AuditSubject, AuditTable } from "../audit/audit-table.js";
import type { Database } from "../database/database.js";
import { explain } from "../database/explain.js";
import type { Migration, MigrationResolveOptions } from "../engine.js";
import { MigrationError } from "../migration-error.js";
import { runOnDatabase } from "../session/database-session.js";
import { findMigration, gone } from "../states/find-migration.js";
import { auditName, removeRow, updateHash } from "./applied-rows.js";
import { type DrizzleRecorded, readRecorded } from "./recorded.js";
import { drizzleRecord } from "./run-migration.js";
import { prepareRun } from "./run-migrations.js";
import { type DrizzleProject, drizzleProject } from "./settings.js";
import { drizzleStates, type KnownDrizzle } from "./states.js";

/** Records what a person has made sure of, in drizzle-orm's table and in ours. */
export async function resolveMigration(
  options: MigrationResolveOptions<MigrationDrizzleConfig>,
): Promise<Migration> {
  const project = drizzleProject(options);
  return await runOnDatabase(project.session, ({ database, target }) =>
    explain(`resolving migration ${options.migration}: ${target.label}`, async () => {
      const recorded = await readRecorded(database, project.folder, project.table);
      const known = findMigration(drizzleStates(project.folder, recorded), options.migration);
      const change = await (options.as === "applied" ? asApplied : asRolledBack)(
        known,
        recorded,
        project,
        database,
      );
      const audit = await AuditTable.ensure(database, auditName(database, project.table));
      await database.transaction(async () => {
        await change();
        if (options.as === "applied")
          await audit.mark(subject(known), "up", "applied", null, known.migration.appliedAt);
        else await audit.forget(known.version);
      });
      if (options.as === "rolled-back" && known.source === undefined) return gone(known.migration);
      const after = await readRecorded(database, project.folder, project.table);
      const states = drizzleStates(project.folder, after);
      return states.find(({ version }) => version === known.version)?.migration ?? gone(known.migration);
    }),
  );
}

type Change = () => Promise<unknown>;

/** Prepares what comes into the transaction: drizzle-orm's own preparations would end it, where they change the schema. */
async function asApplied(
  { version, source, migration }: KnownDrizzle,
  recorded: DrizzleRecorded,
  project: DrizzleProject,
  database: Database,
): Promise<Change> {
  const row = recorded.rows.get(version);
  if (source === undefined) {
    if (row !== undefined) return async () => {};
    const message = `migration ${migration.id} cannot be recorded as applied: its file is missing`;
    throw new MigrationError("missing_file", message);
  }
  // What a person calls applied is the file as it is now.
  if (row !== undefined) return () => updateHash(database, project.table, row, source.checksum);
  return await drizzleRecord(source, await prepareRun(database, project, recorded));
}

async function asRolledBack(
  { version }: KnownDrizzle,
  recorded: DrizzleRecorded,
  project: DrizzleProject,
  database: Database,
): Promise<Change> {
  const row = recorded.rows.get(version);
  return async () => row !== undefined && (await removeRow(database, project.table, row));
}

function subject({ version, migration, source }: KnownDrizzle): AuditSubject {
  return { version, file: migration.id, checksum: source?.checksum ?? migration.checksum ?? "" };
}
