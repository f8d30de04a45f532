import type { RunLimits } from "../core/limits.js";
import type { SandboxExit } from "../core/sandbox.js";
import type { ControlPort } from "./control-port.js";

/**
 * How a run has ended, by what its guest has told, by what the kernel in it has said last, and by the limit that was reached
 * outside of it, if one was.
 */
export function guestExit(
  limits: RunLimits,
  control: ControlPort,
  console: string,
  limit: SandboxExit["failure"],
): SandboxExit {
  const { exitCode, failure } = control;
  const outOfMemory = {
    reason: "memory",
    message: `workload used more than ${limits.memoryMb} MiB of memory`,
  } as const;
  const killedForMemory = /Out of memory: Killed process|System is deadlocked on memory/.test(console);
  if (exitCode !== undefined) {
    const isForMemory = control.outOfMemory || (exitCode === 137 && killedForMemory);
    return isForMemory ? { exitCode, failure: outOfMemory } : { exitCode };
  }
  if (limit !== undefined) return { failure: limit };
  if (failure !== undefined) return { failure: { reason: "start", message: failure } };
  if (killedForMemory) return { failure: outOfMemory };
  const panic = /Kernel panic - not syncing: (.*?)[\r\n]/.exec(console)?.[1];
  const lastLine =
    panic ??
    (console
      .trim()
      .split(/[\r\n]+/)
      .at(-1) ||
      "it said nothing");
  return {
    failure: {
      reason: "backend",
      message: `the virtual machine has ended by itself: ${lastLine.slice(0, 200)}`,
    },
  };
}
