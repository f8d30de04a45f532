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
import { Progress } from "./progress.js";
import { type CommonRun, refuseRuns } from "./refuse-runs.js";

export interface RunOptions extends DocumentOptions, DatabaseSelection {
  /** 0: all. */
  readonly steps: number;
  readonly json: boolean;
}

/**
 * `provc migrate up` and `provc migrate down`: one database after the other, until one fails; none when one cannot be
 * migrated in the first place, or refuses the run. What has been done is told as it happens.
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
  const { steps } = options;
  const { result: reports, signal } = await interruptible(
    async (signal) =>
      (await refuseRuns(databases, { direction, steps, signal })) ??
      (await runEach(databases, { direction, steps, signal }, progress)),
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

async function runEach(
  databases: readonly MigratedDatabase[],
  run: CommonRun,
  progress: Progress,
): Promise<DatabaseReport[]> {
  const reports: DatabaseReport[] = [];
  let isOver = false;
  for (const database of databases) {
    if (isOver || run.signal.aborted) {
      reports.push({ ...database.heading, notRun: true });
      continue;
    }
    if (databases.length > 1) progress.line(`Database ${singleLine(database.heading.database)}:`);
    const report = await runDatabase(database, run, progress);
    reports.push(report);
    isOver = report.error !== undefined || report.interrupted === true;
  }
  return reports;
}

async function runDatabase(
  { heading, engine, options }: MigratedDatabase,
  { direction, steps, signal }: CommonRun,
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
