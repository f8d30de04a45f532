import type { Dialect } from "../database/database.js";
import type { MigrationDirection } from "../engine.js";
import { MigrationError } from "../migration-error.js";
import { sqlFlavor } from "../sql/sql-flavor.js";
import { splitStatements } from "../sql/sql-statements.js";
import { transactionControl } from "../sql/transaction-control.js";
import { type SelectedMigration, selectMigrations } from "../states/select-migrations.js";
import type { DrizzleScript } from "./migration-file.js";
import type { DrizzleProject } from "./settings.js";
import { compareVersions, type DrizzleSource, type KnownDrizzle } from "./states.js";

export type SelectedDrizzle = SelectedMigration<DrizzleSource>;

/**
 * Picks the migrations of a run, and refuses the run as a whole when one of them cannot be run.
 *
 * @throws MigrationError
 */
export function selectDrizzle(
  states: readonly KnownDrizzle[],
  run: { readonly direction: MigrationDirection; readonly steps?: number },
  { folder, strict }: DrizzleProject,
  dialect: Pick<Dialect, "name" | "transactionalDdl">,
): readonly SelectedDrizzle[] {
  if (run.direction === "up" && folder.migrations.length === 0) {
    throw new MigrationError("missing_file", `no drizzle migrations found in ${folder.shown}`);
  }
  const selected = selectMigrations(states, {
    direction: run.direction,
    steps: run.steps ?? 0,
    strict,
    irreversible: `it has no ${folder.format === "journal" ? "file that ends with .down.sql" : "down.sql"}`,
    compare: compareVersions(folder.format),
  });
  if (dialect.transactionalDdl) {
    for (const step of selected)
      refuseTransactionControl(scriptOf(step, run.direction), folder.shown, dialect);
  }
  return selected;
}

/** The file that a run in a direction executes. */
export function scriptOf({ source }: SelectedDrizzle, direction: MigrationDirection): DrizzleScript {
  const script = direction === "up" ? source.up : source.file.down;
  if (script === undefined) throw new Error("an irreversible migration cannot have been selected");
  return script;
}

/** A `commit` in a migration would end our own transaction, and leave a later failure half applied and unseen. */
function refuseTransactionControl(
  script: DrizzleScript,
  folder: string,
  dialect: Pick<Dialect, "name">,
): void {
  for (const { text, start } of script.chunks) {
    for (const statement of splitStatements(text, sqlFlavor(dialect.name))) {
      const control = transactionControl(statement);
      if (control === undefined) continue;
      const line = script.text.slice(0, start + statement.start).split("\n").length;
      throw new MigrationError(
        "invalid_file",
        `${folder}/${script.name}:${line}: ${control} in a migration, which runs in a transaction of its own; remove it`,
      );
    }
  }
}
