import type { Migration, MigrationState } from "../../migration/engine.js";
import { MigrationError } from "../../migration/migration-error.js";
import type { CliContext } from "../context.js";
import type { DocumentOptions } from "../global-options.js";
import { interruptible } from "../interruption.js";
import { openDocument } from "../open-document.js";
import { writeJson } from "../output/json-output.js";
import { singleLine } from "../output/table.js";
import { chooseOne } from "./choose-databases.js";
import { type DatabaseReport, failureReport } from "./database-report.js";
import { setExitCode } from "./exit-code.js";
import { showFailures } from "./failure-text.js";
import { loadDatabases, type MigratedDatabase } from "./load-databases.js";
import { preflight } from "./preflight.js";

export interface ResolveOptions extends DocumentOptions {
  readonly databases: readonly string[];
  readonly migration: string;
  readonly as: "applied" | "rolled-back";
  readonly json: boolean;
}

/** `provc migrate resolve`: records what a person has made sure of; runs nothing. */
export async function resolveMigration(context: CliContext, options: ResolveOptions): Promise<void> {
  const opened = await openDocument(context, options);
  const database = chooseOne(opened, options.databases);
  const [loaded] = await loadDatabases(context, opened, [database], ["plan", "resolve"]);
  if (loaded === undefined) return;
  const { result: report, signal } = await interruptible((signal) => resolveIn(loaded, options, signal));
  if (options.json) writeJson(context, { as: options.as, databases: [report] });
  else {
    const words = options.as === "applied" ? "applied" : "rolled back";
    for (const { id } of report.migrations ?? [])
      context.stdout.write(`Marked as ${words}: ${singleLine(id)}\n`);
    showFailures(context, [report], opened.folder);
  }
  setExitCode(context, [report], signal);
}

async function resolveIn(
  database: MigratedDatabase,
  { migration, as }: ResolveOptions,
  signal: AbortSignal,
): Promise<DatabaseReport> {
  const { heading, engine, options } = database;
  const error = preflight(database);
  if (error !== undefined) return { ...heading, error };
  try {
    if (migration === "") throw new MigrationError("unknown_migration", "the migration's id is required");
    refuseNothingToDo(await engine.plan({ ...options, signal }), migration, as);
    return { ...heading, migrations: [await engine.resolve({ ...options, migration, as, signal })] };
  } catch (error) {
    return { ...heading, error: failureReport(error) };
  }
}

/**
 * Refuses what would make the records wrong, or change nothing. What fits no migration, or several, is for the engine to
 * say, which knows other names for them.
 *
 * @throws MigrationError `nothing_to_resolve`.
 */
function refuseNothingToDo(migrations: readonly Migration[], name: string, as: ResolveOptions["as"]): void {
  const exact = migrations.filter(({ id }) => id === name);
  const [found, other] = exact.length > 0 ? exact : migrations.filter(({ id }) => id.startsWith(name));
  if (found === undefined || other !== undefined) return;
  const { id, state } = found;
  const isSettled = state === "applied" || (as === "rolled-back" && !found.applied && !isUnfinished(state));
  if (!isSettled) return;
  const instead =
    state === "applied" ? "applied, and as it was then; provc migrate down reverts it" : "not applied";
  throw new MigrationError(
    "nothing_to_resolve",
    `there is nothing to resolve about migration ${singleLine(id)}: it is ${instead}`,
  );
}

function isUnfinished(state: MigrationState): boolean {
  return state === "failed" || state === "dirty";
}
