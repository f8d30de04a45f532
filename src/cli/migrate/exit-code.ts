import { signalExitCode } from "../../process/exit-status.js";
import { type CliContext, exitCodes } from "../context.js";
import type { DatabaseReport } from "./database-report.js";

/**
 * Sets how the command ends: as interrupted when a signal has kept it from something, also from waiting any longer for a
 * lock; else as failed when there is an error.
 *
 * @returns true when it was interrupted.
 */
export function setExitCode(
  context: CliContext,
  reports: readonly DatabaseReport[],
  signal: NodeJS.Signals | undefined,
): boolean {
  const isInterrupted =
    signal !== undefined &&
    reports.some((report) => report.interrupted === true || report.notRun === true || gaveUpWaiting(report));
  if (isInterrupted) context.exitCode = signalExitCode(signal);
  else if (reports.some(({ error }) => error !== undefined)) context.exitCode = exitCodes.findings;
  return isInterrupted;
}

/** Whether a signal ended the wait for a database's lock, which its error says. */
export function gaveUpWaiting({ error }: Pick<DatabaseReport, "error">): boolean {
  return error?.code === "interrupted";
}
