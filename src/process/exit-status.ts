import { constants } from "node:os";

/** How a process ended. */
export interface ExitStatus {
  /** Its exit code; 128 plus the signal's number when a signal ended it, as shells report it. */
  readonly exitCode: number;
  /** The signal that ended it, if one did. */
  readonly signal?: NodeJS.Signals;
}

/** The code that a shell reports for a process ended by this signal: 130 for SIGINT, 143 for SIGTERM. */
export function signalExitCode(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}

/** Turns what `ChildProcess` reports on exit into one status. */
export function exitStatus(code: number | null, signal: NodeJS.Signals | null): ExitStatus {
  if (signal !== null) return { exitCode: signalExitCode(signal), signal };
  return { exitCode: code ?? 1 };
}
