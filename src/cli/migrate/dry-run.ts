import type { MigrationDirection } from "../../migration/engine.js";
import type { CliContext } from "../context.js";
import { interruptible } from "../interruption.js";
import { openDocument } from "../open-document.js";
import { writeJson } from "../output/json-output.js";
import { chooseForRun } from "./choose-databases.js";
import { type DatabaseReport, failureReport } from "./database-report.js";
import { setExitCode } from "./exit-code.js";
import { showFailures } from "./failure-text.js";
import { leftOutReport } from "./left-out.js";
import { loadDatabases, type MigratedDatabase } from "./load-databases.js";
import { preflight } from "./preflight.js";
import { previewText } from "./preview-text.js";
import type { RunOptions } from "./run-databases.js";

/** `provc migrate up --dry-run` and `down --dry-run`: the SQL that would run; nothing is changed. */
export async function dryRun(
  context: CliContext,
  direction: MigrationDirection,
  options: RunOptions,
): Promise<void> {
  const opened = await openDocument(context, options);
  const { chosen, leftOut } = chooseForRun(opened, options);
  const databases = await loadDatabases(context, opened, chosen, ["plan", "run", "status"]);
  const { result: reports, signal } = await interruptible(async (signal) => {
    const found: DatabaseReport[] = [];
    for (const database of databases) {
      found.push(await previewDatabase(database, direction, options.steps, signal));
    }
    return found;
  });
  if (options.json) {
    writeJson(context, { direction, dryRun: true, databases: reports, ...leftOutReport(leftOut) });
  } else {
    for (const line of previewText(reports, direction, leftOut)) context.stdout.write(`${line}\n`);
    showFailures(context, reports, opened.folder);
  }
  setExitCode(context, reports, signal);
}

async function previewDatabase(
  database: MigratedDatabase,
  direction: MigrationDirection,
  steps: number,
  signal: AbortSignal,
): Promise<DatabaseReport> {
  const { heading, engine, options } = database;
  const error = preflight(database);
  if (error !== undefined) return { ...heading, error };
  if (typeof engine.preview !== "function") {
    const message = `migration engine ${JSON.stringify(heading.engine)} cannot show what a run would do; see provc migrate plan`;
    return { ...heading, error: { code: "no_preview", message, notes: [] } };
  }
  try {
    const previews = await engine.preview({ ...options, direction, steps, signal });
    return {
      ...heading,
      preview: previews.map(({ migration, direction, sql }) => ({
        id: migration.id,
        direction,
        ...(sql !== undefined && { sql }),
      })),
    };
  } catch (error) {
    return { ...heading, error: failureReport(error) };
  }
}
