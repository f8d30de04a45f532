import type { MigrationPrismaConfig } from "../../../generated/migration/providers/prisma.config.js";
import type { Database, TableName } from "../database/database.js";
import type { MigrationRunOptions } from "../engine.js";
import { refuseTransactionControl } from "../files/transaction-refusal.js";
import { MigrationError } from "../migration-error.js";
import { isStrict } from "../session/session-options.js";
import { migrationStates } from "../states/migration-states.js";
import { type SelectedMigration, selectMigrations } from "../states/select-migrations.js";
import { HISTORY_TABLE, type History, readHistory } from "./history.js";
import type { PrismaMigration } from "./migration-folder.js";
import type { PrismaProject } from "./prisma-options.js";

/** The migrations of a run, and the table that they are recorded in. */
export interface SelectedRun {
  readonly selected: readonly SelectedMigration<PrismaMigration>[];
  /** Undefined before the very first run. */
  readonly table: TableName | undefined;
}

/**
 * Picks the migrations of a run. Everything that Prisma or we refuse is refused here, before anything is touched.
 *
 * @throws MigrationError `dirty`, `out_of_order`, `irreversible`, `missing_file`, `invalid_file` or `not_baselined`.
 */
export async function selectRun(
  database: Database,
  project: PrismaProject,
  options: MigrationRunOptions<MigrationPrismaConfig>,
): Promise<SelectedRun> {
  const history = await readHistory(database, project.schema, project.folder.migrations);
  const run = selectFrom(history, project, options);
  if (run.table === undefined && run.selected.length > 0) await refuseTables(database, project);
  return run;
}

/** The same for a database of which everything is known already. */
export function selectFrom(
  { recorded, table }: History,
  { folder, flavor }: PrismaProject,
  options: MigrationRunOptions<MigrationPrismaConfig>,
): SelectedRun {
  const selected = selectMigrations(migrationStates(folder.migrations, recorded), {
    direction: options.direction,
    steps: options.steps ?? 0,
    strict: isStrict(options.config),
    irreversible: "it has no down.sql with a statement beside its migration.sql",
  });
  if (options.direction === "down") {
    for (const { id, down = "" } of selected.map(({ source }) => source)) {
      const sql = { file: `${folder.shown}/${id}/down.sql`, text: down, offset: 0, sent: down };
      refuseTransactionControl(sql, flavor, "a down.sql");
    }
  }
  return { selected, table };
}

/** Prisma's own check before it creates its table: which tables there are (its error P3005). */
async function refuseTables(database: Database, { schema, target }: PrismaProject): Promise<void> {
  const rows =
    database.dialect.name === "sqlite"
      ? await database.query("select name from sqlite_master where type = 'table' order by name")
      : await database.query(
          `select c.relname as name from pg_catalog.pg_class c
            join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            where c.relkind = 'r' and n.nspname = $1 order by 1`,
          [schema ?? "public"],
        );
  const names = rows.map(({ name }) => String(name));
  if (names.length === 0) return;
  const shown = names.length > 3 ? [...names.slice(0, 3), `${names.length - 3} more`] : names;
  throw new MigrationError(
    "not_baselined",
    `database ${target.label} has tables (${shown.join(", ")}) but no ${HISTORY_TABLE}: Prisma applies nothing to it before it knows which migrations it has; mark those, in their order, with: provc migrate resolve MIGRATION --applied`,
  );
}
