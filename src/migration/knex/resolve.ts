import type { MigrationKnexConfig } from "../../../generated/migration/providers/knex.config.js";
import type { AuditTable } from "../audit/audit-table.js";
import type { Database } from "../database/database.js";
import { explain } from "../database/explain.js";
import { findNamedTable, quoteTable } from "../database/tables.js";
import type { Migration, MigrationResolveOptions } from "../engine.js";
import { MigrationError } from "../migration-error.js";
import { runOnDatabase } from "../session/database-session.js";
import { findMigration, gone } from "../states/find-migration.js";
import { readRecorded } from "./recorded.js";
import { ensureTables } from "./run-migrations.js";
import { type KnexProject, knexPackages, knexProject } from "./settings.js";
import { type KnownKnex, knexStates } from "./states.js";

/** Records what a person has made sure of in knex's table and in ours, and frees the lock that a killed run has left. */
export async function resolveMigration(
  options: MigrationResolveOptions<MigrationKnexConfig>,
): Promise<Migration> {
  const project = knexProject(options);
  const packages = knexPackages(options);
  return await runOnDatabase(project.session, ({ database, target }) =>
    explain(`resolving migration ${options.migration}: ${target.label}`, async () => {
      const recorded = await readRecorded(database, project.tables);
      const known = findMigration(knexStates(project.folder.files, recorded), options.migration);
      if (options.as === "applied" && known.source === undefined && !known.migration.applied) {
        const message = `migration ${known.migration.id} cannot be recorded as applied: its file is missing`;
        throw new MigrationError("missing_file", message);
      }
      const audit = await ensureTables(database, project, packages);
      await database.transaction(async () => {
        await (options.as === "applied" ? recordApplied : recordRolledBack)(known, project, audit, database);
        if (recorded.isLocked) await freeLock(project, database);
      });
      const states = knexStates(project.folder.files, await readRecorded(database, project.tables));
      return states.find(({ version }) => version === known.version)?.migration ?? gone(known.migration);
    }),
  );
}

async function recordApplied(
  { version, migration, source }: KnownKnex,
  project: KnexProject,
  audit: AuditTable,
  database: Database,
): Promise<void> {
  if (!migration.applied) await insertRow(version, project, database);
  const checksum = source?.checksum ?? migration.checksum ?? "";
  await audit.mark({ version, file: migration.id, checksum }, "up", "applied", null, migration.appliedAt);
}

async function recordRolledBack(
  { version }: KnownKnex,
  { tables }: KnexProject,
  audit: AuditTable,
  database: Database,
): Promise<void> {
  const table = await fullName(database, tables.schema, tables.table);
  await database.change(`delete from ${table} where name = ${database.dialect.placeholder(1)}`, [version]);
  await audit.forget(version);
}

/** As knex records a migration that it has run by itself, in a batch of its own. */
async function insertRow(name: string, { tables }: KnexProject, database: Database): Promise<void> {
  const table = await fullName(database, tables.schema, tables.table);
  const [row] = await database.query(`select max(batch) as newest from ${table}`);
  const { placeholder, name: family } = database.dialect;
  const places = [1, 2, 3].map(placeholder).join(", ");
  const now = new Date();
  await database.change(`insert into ${table} (name, batch, migration_time) values (${places})`, [
    name,
    Number(row?.newest ?? 0) + 1,
    family === "sqlite" ? now.getTime() : now,
  ]);
}

/** What `knex migrate:unlock` does. */
async function freeLock({ tables }: KnexProject, database: Database): Promise<void> {
  await database.change(`update ${await fullName(database, tables.schema, tables.lock)} set is_locked = 0`);
}

async function fullName(database: Database, schema: string | undefined, table: string): Promise<string> {
  const found = await findNamedTable(database, { schema, table });
  if (found === undefined) throw new Error(`the table ${table} cannot be found after its creation`);
  return quoteTable(database, found);
}
