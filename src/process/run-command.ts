import type { Readable, Writable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import type { ExitStatus } from "./exit-status.js";
import { LineScanner } from "./line-scanner.js";
import { type ProcessGroup, releaseProcessGroup, startProcessGroup } from "./process-group.js";

/** How a running command is asked to end, and how long it may take before it is killed. */
export interface Shutdown {
  readonly signal: NodeJS.Signals;
  readonly timeoutMs: number;
}

/** Where a command's output goes. */
export interface CommandOutput {
  readonly stdout: Writable;
  readonly stderr: Writable;
}

export interface RunCommandOptions {
  /** The program and its arguments; no shell reads them. */
  readonly command: readonly string[];
  readonly cwd: string;
  /** The whole environment of the command. */
  readonly env: NodeJS.ProcessEnv;
  /** A text is written to the command's standard input, which then ends. */
  readonly stdin: "inherit" | "ignore" | { readonly text: string };
  /** Default: the command writes straight to this process's own streams. */
  readonly output?: CommandOutput;
  /** Called for every line of either stream, terminal control sequences removed. */
  readonly onLine?: (line: string) => void;
  /** Called once the process runs. */
  readonly onStart?: () => void;
  /** Aborting it ends the whole process group. */
  readonly signal?: AbortSignal;
  readonly shutdown: Shutdown;
}

export interface CommandResult extends ExitStatus {
  /** True when the group was asked to end, did not do so in time, and was killed. */
  readonly forced: boolean;
}

/** How long the last output may take to arrive once the group is gone; a daemon may hold the pipe for ever. */
const DRAIN_MS = 1_000;
const KILL_WAIT_MS = 5_000;
/** How long what the leader leaves behind may take to end by the first signal. */
const ORPHAN_GRACE_MS = 500;

/**
 * Runs a command to its end, with its output live. When it resolves, no process of the command's group is left:
 * what outlives the command itself is ended with it.
 *
 * @throws CommandError when the command cannot be started; the signal's reason when it was aborted beforehand.
 */
export async function runCommand(options: RunCommandOptions): Promise<CommandResult> {
  options.signal?.throwIfAborted();
  const piped = options.output !== undefined || options.onLine !== undefined;
  const { stdin } = options;
  const group = await startProcessGroup({
    ...options,
    stdin: typeof stdin === "object" ? "pipe" : stdin,
    output: piped ? "pipe" : "inherit",
  });
  if (typeof stdin === "object") feed(group, stdin.text);
  const drained = piped ? forwardOutput(group, options) : Promise.resolve();
  let ending: Promise<boolean> | undefined;
  const onAbort = (): void => {
    ending = endGroup(group, options.shutdown);
  };
  options.signal?.addEventListener("abort", onAbort, { once: true });
  try {
    if (options.signal?.aborted) onAbort();
    else options.onStart?.();
    const status = await group.exited;
    const forced = (await ending) ?? false;
    if (group.isAlive()) await endGroup(group, { ...options.shutdown, signal: "SIGTERM" });
    const cancelDrain = new AbortController();
    await Promise.race([drained, delay(DRAIN_MS, undefined, { signal: cancelDrain.signal }).catch(() => {})]);
    cancelDrain.abort();
    return { ...status, forced };
  } finally {
    options.signal?.removeEventListener("abort", onAbort);
    if (group.isAlive()) group.kill("SIGKILL");
    group.child.stdin?.destroy();
    group.child.stdout?.destroy();
    group.child.stderr?.destroy();
    releaseProcessGroup(group);
  }
}

/** Writes the command's whole input; a command that does not read it is free to. */
function feed({ child }: ProcessGroup, text: string): void {
  child.stdin?.on("error", () => {});
  child.stdin?.end(text);
}

/** Asks the group to end, and kills it when it has not done so in time; true when it had to be killed. */
async function endGroup(group: ProcessGroup, shutdown: Shutdown): Promise<boolean> {
  const deadline = performance.now() + shutdown.timeoutMs;
  const left = (): number => deadline - performance.now();
  group.kill(shutdown.signal);
  // Shells start background commands deaf to SIGINT; once the leader is gone, nobody else will end those.
  if (shutdown.signal === "SIGINT" && (await group.leaderGone(left()))) {
    if (!(await group.gone(Math.min(ORPHAN_GRACE_MS, left())))) group.kill("SIGTERM");
  }
  if (await group.gone(left())) return false;
  group.kill("SIGKILL");
  await group.gone(KILL_WAIT_MS);
  return true;
}

/** Copies both streams to where they belong and shows their lines; resolves when both have ended. */
async function forwardOutput(group: ProcessGroup, options: RunCommandOptions): Promise<void> {
  const { stdout, stderr } = options.output ?? process;
  await Promise.all([
    forwardStream(group.child.stdout, stdout, options.onLine),
    forwardStream(group.child.stderr, stderr, options.onLine),
  ]);
}

function forwardStream(
  source: Readable | null,
  target: Writable,
  onLine: RunCommandOptions["onLine"],
): Promise<void> {
  if (source === null) return Promise.resolve();
  source.pipe(target, { end: false });
  if (onLine !== undefined) {
    const scanner = new LineScanner(onLine);
    source.on("data", (chunk: Buffer) => scanner.push(chunk));
    source.once("end", () => scanner.end());
  }
  // When nobody reads any more, the command must notice, as it would without us in between.
  const onTargetGone = (): void => void source.destroy();
  target.once("error", onTargetGone);
  return new Promise((resolve) => {
    source.once("error", () => {});
    source.once("close", () => {
      target.off("error", onTargetGone);
      resolve();
    });
  });
}
