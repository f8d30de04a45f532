import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { relative } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { CommandError } from "./command-error.js";
import { type ExitStatus, exitStatus } from "./exit-status.js";

const POLL_MS = 20;
const HAS_GROUPS = process.platform !== "win32";

/** What to start: an argument list (no shell reads it), where, and with which environment and streams. */
export interface ProcessGroupOptions {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly stdin: "inherit" | "ignore" | "pipe";
  readonly output: "inherit" | "pipe";
}

/** A child process that leads a process group of its own, so that it can be ended with all its descendants. */
export interface ProcessGroup {
  readonly child: ChildProcess;
  /** Resolves when the leader has ended; others of the group may live on. */
  readonly exited: Promise<ExitStatus>;
  /** Sends a signal to every process of the group. */
  kill(signal: NodeJS.Signals): void;
  /** True while any process of the group lives. */
  isAlive(): boolean;
  /** Resolves to true as soon as the whole group is gone, or to false after the time given. */
  gone(withinMs: number): Promise<boolean>;
  /** The same for the leader alone. */
  leaderGone(withinMs: number): Promise<boolean>;
}

/** Groups that this process must not leave behind, whatever ends it. */
const live = new Set<ProcessGroup>();

function killAll(): void {
  for (const group of live) group.kill("SIGKILL");
}

/**
 * Starts a command as the leader of a new process group. Should this process exit while the group lives, the
 * group is killed.
 *
 * @throws CommandError naming the command, when it cannot be started (exit code 127: not found, 126: not runnable).
 */
export async function startProcessGroup(options: ProcessGroupOptions): Promise<ProcessGroup> {
  const [file, ...args] = options.command;
  if (file === undefined || file === "") throw new CommandError("the command is empty", 127);
  // spawn reports a missing folder as ENOENT of the command, so the two are told apart beforehand.
  if (statSync(options.cwd, { throwIfNoEntry: false })?.isDirectory() !== true) {
    const shown = relative(process.cwd(), options.cwd);
    throw new CommandError(`working directory ${JSON.stringify(shown)} does not exist`, 1);
  }
  const child = spawnChild(file, args, options);
  const exited = new Promise<ExitStatus>((resolve) => {
    child.once("exit", (code, signal) => resolve(exitStatus(code, signal)));
  });
  await new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", (error) => reject(startError(file, error)));
  });
  // Later errors are failed kills, and those show as a group that does not end.
  child.on("error", () => {});
  const group = createGroup(child, exited);
  if (live.size === 0) process.once("exit", killAll);
  live.add(group);
  return group;
}

/** Ends the duty to kill the group when this process exits; call it once the group is gone. */
export function releaseProcessGroup(group: ProcessGroup): void {
  live.delete(group);
  if (live.size === 0) process.off("exit", killAll);
}

function spawnChild(file: string, args: readonly string[], options: ProcessGroupOptions): ChildProcess {
  const spawnOptions: SpawnOptions = {
    cwd: options.cwd,
    env: options.env,
    stdio: [options.stdin, options.output, options.output],
    detached: HAS_GROUPS,
    windowsHide: true,
  };
  try {
    return spawn(file, args, spawnOptions);
  } catch (error) {
    // Arguments that no process can have, such as one with a NUL character, throw at once.
    throw startError(file, error);
  }
}

function startError(file: string, error: unknown): CommandError {
  const name = JSON.stringify(file);
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") {
    return new CommandError(`command ${name} not found; is it installed and on the PATH?`, 127, {
      cause: error,
    });
  }
  if (code === "EACCES" || code === "ENOEXEC") {
    return new CommandError(`command ${name} is not an executable file`, 126, { cause: error });
  }
  // Node's message shows the argument or the variable, which may be a secret; so neither text nor cause is kept.
  if (code === "ERR_INVALID_ARG_VALUE") {
    return new CommandError(
      `cannot start command ${name}: an argument or a variable holds a NUL character`,
      126,
    );
  }
  return new CommandError(`cannot start command ${name}: ${message}`, 126, { cause: error });
}

function createGroup(child: ChildProcess, exited: Promise<ExitStatus>): ProcessGroup {
  const pid = child.pid as number;
  const target = HAS_GROUPS ? -pid : pid;
  const hasExited = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const isAlive = (): boolean => {
    if (!hasExited()) return true;
    try {
      process.kill(target, 0);
    } catch {
      return false;
    }
    return HAS_GROUPS && hasLivingMember(pid);
  };
  return {
    child,
    exited,
    isAlive,
    kill: (signal) => {
      try {
        process.kill(target, signal);
      } catch {
        // The group is gone already.
      }
    },
    gone: (withinMs) => becomesTrue(() => !isAlive(), withinMs),
    leaderGone: (withinMs) => becomesTrue(hasExited, withinMs),
  };
}

async function becomesTrue(condition: () => boolean, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  while (!condition()) {
    if (performance.now() >= deadline) return false;
    await delay(POLL_MS);
  }
  return true;
}

/**
 * Whether a group has a member that is more than a zombie. An orphan that nobody reaps (a container whose first
 * process does not) answers to signal 0 for ever, though nothing of it runs.
 */
function hasLivingMember(groupId: number): boolean {
  if (process.platform !== "linux") return true;
  let processes: readonly string[];
  try {
    processes = readdirSync("/proc");
  } catch {
    return true;
  }
  return processes.some((entry) => /^\d+$/.test(entry) && isLivingMember(entry, groupId));
}

function isLivingMember(pid: string, groupId: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The name in parentheses may hold spaces and parentheses itself; after it: state, parent, group.
    const [state, , group] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return group === String(groupId) && state !== "Z" && state !== "X";
  } catch {
    return false;
  }
}
