import type { CliContext } from "../context.js";
import type { DocumentOptions } from "../global-options.js";
import { interruptible } from "../interruption.js";
import { openDocument } from "../open-document.js";
import { colorsFor } from "../output/colors.js";
import { writeJson } from "../output/json-output.js";
import { chooseForReading, type DatabaseSelection } from "./choose-databases.js";
import { countPending, type DatabaseReport, failureReport } from "./database-report.js";
import { setExitCode } from "./exit-code.js";
import { showFailures } from "./failure-text.js";
import { showLeftOut } from "./left-out.js";
import { loadDatabases, type MigratedDatabase } from "./load-databases.js";
import { planText } from "./plan-text.js";
import { preflight } from "./preflight.js";
import { statusText } from "./status-text.js";

export interface ReadOptions extends DocumentOptions, DatabaseSelection {
  readonly json: boolean;
}

/** `provc migrate plan` and `provc migrate status`: what all databases say, whether or not one of them fails. */
export async function readDatabases(
  context: CliContext,
  what: "plan" | "status",
  options: ReadOptions,
): Promise<void> {
  const opened = await openDocument(context, options);
  const { chosen, leftOut } = chooseForReading(opened, options);
  const databases = await loadDatabases(context, opened, chosen, ["plan", "run", "status"]);
  const { result: reports, signal } = await interruptible(async (signal) => {
    const found: DatabaseReport[] = [];
    for (const database of databases) found.push(await readDatabase(database, what, signal));
    return found;
  });
  if (options.json) writeJson(context, { databases: reports });
  else {
    const lines =
      what === "plan" ? planText(reports) : statusText(reports, colorsFor(context.stdout, context.env));
    for (const line of lines) context.stdout.write(`${line}\n`);
    showLeftOut(context, chosen, leftOut, options.strategy);
    showFailures(context, reports, opened.folder);
  }
  setExitCode(context, reports, signal);
}

async function readDatabase(
  database: MigratedDatabase,
  what: "plan" | "status",
  signal: AbortSignal,
): Promise<DatabaseReport> {
  const { heading, engine, options } = database;
  const error = preflight(database);
  if (error !== undefined) return { ...heading, error };
  try {
    if (what === "plan") {
      const migrations = await engine.plan({ ...options, signal });
      return { ...heading, pending: countPending(migrations), migrations };
    }
    const { target, lockedBy, migrations } = await engine.status({ ...options, signal });
    return {
      ...heading,
      target,
      ...(lockedBy !== undefined && { lockedBy }),
      pending: countPending(migrations),
      migrations,
    };
  } catch (error) {
    return { ...heading, error: failureReport(error) };
  }
}
