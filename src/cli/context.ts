import type { Readable } from "node:stream";

/** What a command may touch of the process: handed in, so that nothing in a command reaches for a global. */
export interface CliContext {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly stdin: Readable;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** The status that the process ends with when the command returns; a command that printed findings sets it. */
  exitCode: number;
}

/** Exit statuses that mean the same in every command. */
export const exitCodes: { readonly ok: 0; readonly findings: 1; readonly cannotRun: 2 } = {
  ok: 0,
  findings: 1,
  cannotRun: 2,
};

/**
 * Ends a command with one line for the user and an exit status; never shown with a stack.
 * Status 1 is a negative answer (unknown, invalid, stale); 2 is bad usage or I/O.
 */
export class CommandFailure extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode: number = exitCodes.findings) {
    super(message);
    this.name = "CommandFailure";
    this.exitCode = exitCode;
  }
}
