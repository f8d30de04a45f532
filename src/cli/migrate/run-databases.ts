import type { MigrationDirection } from "../../migration/engine.js";
import type { CliContext } from "../context.js";
import type { DocumentOptions } from "../global-options.js";
import { interruptible } from "../interruption.js";
import { openDocument } from "../open-document.js";
import { writeJson } from "../output/json-output.js";
import { singleLine } from "../output/table.js";
import { chooseForRun, type DatabaseSelection } from "./choose-databases.js";
import { type DatabaseReport, failureReport } from "./database-report.js";
import { gaveUpWaiting, setExitCode } from "./exit-code.js";
import { showFailures, showNotRun } from "./failure-text.js";
import { leftOutReport, showLeftOut } from "./left-out.js";
import { loadDatabases, type MigratedDatabase } from "./load-databases.js";
import { preflight } from "./preflight.js";
import { Progress } from "./progress.js";

export interface RunOptions extends DocumentOptions, DatabaseSelection {
  /** 0: all. */
  readonly steps: number;
  readonly json: boolean;
}

/**
 * `provc migrate up` and `provc migrate down`: one database after the other, until one fails; none when one cannot be
 * migrated in the first place. What has been done is told as it happens.
 */
export async function runDatabases(
  context: CliContext,
  direction: MigrationDirection,
  options: RunOptions,
): Promise<void> {
  const opened = await openDocument(context, options);
  const { chosen, leftOut } = chooseForRun(opened, options);
  const databases = await loadDatabases(context, opened, chosen, ["plan", "run", "status"]);
  const progress = new Progress(options.json ? undefined : context.stdout);
  const { result: reports, signal } = await interruptible(
    async (signal) =>
      refuseAll(databases) ?? (await runEach(databases, direction, options.steps, signal, progress)),
  );
  if (options.json) {
    writeJson(context, { direction, databases: reports, ...leftOutReport(leftOut) });
  } else {
    showLeftOut(context, chosen, leftOut, options.strategy);
    showFailures(context, reports, opened.folder);
    showNotRun(context, reports);
  }
  const isInterrupted = setExitCode(context, reports, signal);
  if (isInterrupted && !options.json && !reports.some(gaveUpWaiting)) {
    context.stderr.write("provc: interrupted; what is listed above is done\n");
  }
}

/** Reports that nothing was run, when that can be told without a connection to any database. */
function refuseAll(databases: readonly MigratedDatabase[]): DatabaseReport[] | undefined {
  const reports = databases.map((database): DatabaseReport => {
    const error = preflight(database);
    return { ...database.heading, ...(error === undefined ? { notRun: true } : { error }) };
  });
  return reports.some(({ error }) => error !== undefined) ? reports : undefined;
}

async function runEach(
  databases: readonly MigratedDatabase[],
  direction: MigrationDirection,
  steps: number,
  signal: AbortSignal,
  progress: Progress,
): Promise<DatabaseReport[]> {
  const reports: DatabaseReport[] = [];
  let isOver = false;
  for (const database of databases) {
    if (isOver || signal.aborted) {
      reports.push({ ...database.heading, notRun: true });
      continue;
    }
    if (databases.length > 1) progress.line(`Database ${singleLine(database.heading.database)}:`);
    const report = await runDatabase(database, direction, steps, signal, progress);
    reports.push(report);
    isOver = report.error !== undefined || report.interrupted === true;
  }
  return reports;
}

async function runDatabase(
  { heading, engine, options }: MigratedDatabase,
  direction: MigrationDirection,
  steps: number,
  signal: AbortSignal,
  progress: Progress,
): Promise<DatabaseReport> {
  const done: string[] = [];
  try {
    const result = await engine.run({
      ...options,
      direction,
      steps,
      signal,
      onProgress: (step) => {
        if (step.event === "finished") done.push(step.migration.id);
        progress.step(step);
      },
    });
    if (result.done.length === 0 && !result.interrupted) {
      progress.line(direction === "up" ? "No pending migrations" : "No migrations to revert");
    }
    return { ...heading, done: result.done, interrupted: result.interrupted };
  } catch (error) {
    const failure = failureReport(error);
    return { ...heading, done, interrupted: gaveUpWaiting({ error: failure }), error: failure };
  } finally {
    progress.clear();
  }
}
