import type { Dialect } from "../database/database.js";
import type { SentSql } from "../database/execution-error.js";
import type { MigrationDirection } from "../engine.js";
import { refuseTransactionControl } from "../files/transaction-refusal.js";
import { MigrationError } from "../migration-error.js";
import { sqlFlavor } from "../sql/sql-flavor.js";
import { type SelectedMigration, selectMigrations } from "../states/select-migrations.js";
import { JOURNAL } from "./journal.js";
import type { DrizzleScript, ScriptChunk } from "./migration-file.js";
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
    ...(folder.format === "journal" && { reorder: `give it a later "when" in ${folder.shown}/${JOURNAL}` }),
    compare: compareVersions(folder.format),
  });
  if (dialect.transactionalDdl) {
    const flavor = sqlFlavor(dialect.name);
    for (const script of selected.map((step) => scriptOf(step, run.direction))) {
      for (const chunk of script.chunks)
        refuseTransactionControl(sentChunk(script, chunk, folder.shown), flavor, "a migration");
    }
  }
  return selected;
}

/** The file that a run in a direction executes. */
export function scriptOf({ source }: SelectedDrizzle, direction: MigrationDirection): DrizzleScript {
  const script = direction === "up" ? source.up : source.file.down;
  if (script === undefined) throw new Error("an irreversible migration cannot have been selected");
  return script;
}

/** A part of a file as it is sent to the database. */
export function sentChunk(
  { name, text }: DrizzleScript,
  chunk: ScriptChunk,
  folder: string,
): Omit<SentSql, "id"> {
  return { file: `${folder}/${name}`, text, offset: chunk.start, sent: chunk.text };
}
