import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { Outcome } from "./workbench.js";

/** The exit code that an operation tells: in its result, or in the error that it rejects with. */
export function toldExitCode(outcome: Outcome<unknown>): unknown {
  const told = outcome.ok ? outcome.value : outcome.error;
  return typeof told === "object" && told !== null && "exitCode" in told ? told.exitCode : undefined;
}

/** Fails with the error where an operation should have succeeded. */
export function resultOf<Result>(outcome: Outcome<Result>, what: string): Result {
  if (outcome.ok) return outcome.value;
  assert.fail(`${what} rejects: ${outcome.error instanceof Error ? outcome.error.message : outcome.error}`);
}

/** Fails unless an operation has rejected with an error that can be shown to a user as it is. */
export function assertOneLineError(outcome: Outcome<unknown>, what: string): void {
  if (outcome.ok) assert.fail(`${what} does not reject`);
  const { error } = outcome;
  assert.ok(error instanceof Error, `${what} rejects with something that is no Error`);
  assert.match(
    error.message,
    /^[^\r\n]+$/,
    `${what} rejects with a message that is not one line: ${error.message}`,
  );
  const code = toldExitCode(outcome);
  assert.ok(Number.isInteger(code) && code !== 0, `${what} rejects without an exit code other than 0`);
}

/** Whether a process runs; one that has ended and that nobody has asked about yet does not. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (process.platform !== "linux") return true;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(")") + 2));
  } catch {
    return false;
  }
}

/** Fails when a process that an operation has started outlives it. */
export function assertEnded(pid: number | undefined, what: string): void {
  if (pid === undefined) assert.fail(`${what} was not started`);
  assert.ok(!isRunning(pid), `${what} is left running`);
}
