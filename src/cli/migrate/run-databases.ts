import type { MigrationDirection } from "../../migration/engine.js";
import { signalExitCode } from "../../process/exit-status.js";
import { type CliContext, exitCodes } from "../context.js";
import type { DocumentOptions } from "../global-options.js";
import { interruptible } from "../interruption.js";
import { openDocument } from "../open-document.js";
import { writeJson } from "../output/json-output.js";
import { singleLine } from "../output/table.js";
import { type DatabaseReport, failureReport } from "./database-report.js";
import { findDatabases, type MigratedDatabase } from "./databases.js";
import { showFailures } from "./failure-text.js";
import { Progress } from "./progress.js";

export interface RunOptions extends DocumentOptions {
  readonly database?: string;
  /** 0: all. */
  readonly steps: number;
  readonly json: boolean;
}

/**
 * `provc migrate up` and `provc migrate down`: one database after the other, until one fails. What has been done is
 * told as it happens.
 */
export async function runDatabases(
  context: CliContext,
  direction: MigrationDirection,
  options: RunOptions,
): Promise<void> {
  const opened = await openDocument(context, options);
  const databases = await findDatabases(context, opened, options.database);
  const progress = new Progress(options.json ? undefined : context.stdout);
  const { result: reports, signal } = await interruptible(async (signal) => {
    const done: DatabaseReport[] = [];
    for (const database of databases) {
      if (signal.aborted) break;
      if (databases.length > 1) progress.line(`Database ${singleLine(database.heading.database)}:`);
      const report = await runDatabase(database, direction, options.steps, signal, progress);
      done.push(report);
      if (report.error !== undefined || report.interrupted === true) break;
    }
    return done;
  });
  if (options.json) writeJson(context, { direction, databases: reports });
  else showFailures(context, reports, opened.folder);
  if (reports.some(({ error }) => error !== undefined)) context.exitCode = exitCodes.findings;
  const isIncomplete = reports.length < databases.length || reports.some(({ interrupted }) => interrupted);
  if (signal !== undefined && isIncomplete) {
    if (!options.json) context.stderr.write(`provc: interrupted; what is listed above is done\n`);
    context.exitCode = signalExitCode(signal);
  }
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
    progress.clear();
    return { ...heading, done, interrupted: false, error: failureReport(error) };
  }
}
