import { type ChildProcess, spawn } from "node:child_process";
import type { BackendProvider, BuildDockerOptions, DevOptions } from "../../../src/backend/provider.js";
import type { BackendSource, BackendSubject } from "../../../src/testing/index.js";

/** The settings of the backend below: a command line for each operation. */
export interface SoundConfig {
  readonly run: readonly [string, ...string[]];
}

export class OneLineError extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode: number) {
    super(message);
    this.exitCode = exitCode;
  }
}

type Options = DevOptions<SoundConfig> | BuildDockerOptions<SoundConfig>;

/** Starts the command of an operation as the leader of a process group. */
export function start({ config, env, workDir }: Options, detached = true): ChildProcess {
  const [file, ...args] = config.run;
  return spawn(file, args, {
    cwd: workDir,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached,
  });
}

export function forward(child: ChildProcess, { output }: Options): void {
  child.stdout?.pipe(output?.stdout ?? process.stdout, { end: false });
  child.stderr?.pipe(output?.stderr ?? process.stderr, { end: false });
}

/** Resolves with the exit code once the command and its output have ended. */
export function ended(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.on("error", () => reject(new OneLineError("the command cannot be started", 127)));
    child.on("close", (code) => resolve(code ?? 130));
  });
}

async function killGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return;
  for (let signal: NodeJS.Signals | 0 = "SIGKILL"; ; signal = 0) {
    try {
      process.kill(-child.pid, signal);
    } catch {
      return;
    }
    if (signal === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Runs the command to its end, written without any of the shipped backends' code. */
async function run(options: Options): Promise<number> {
  options.signal?.throwIfAborted();
  const child = start(options);
  const onAbort = (): void => void killGroup(child);
  options.signal?.addEventListener("abort", onAbort);
  forward(child, options);
  if ("onReady" in options) child.once("spawn", () => options.onReady?.());
  try {
    return await ended(child);
  } finally {
    options.signal?.removeEventListener("abort", onAbort);
    await killGroup(child);
  }
}

/** A backend that keeps the whole contract, by means of its own. */
export const soundBackend: Required<BackendProvider<SoundConfig>> = {
  id: "sound",
  dev: async (options) => ({ exitCode: await run(options) }),
  async buildDocker(options) {
    const exitCode = await run(options);
    options.signal?.throwIfAborted();
    if (exitCode !== 0) throw new OneLineError("the build failed", exitCode);
    return options.imageTag;
  },
  planDev: async ({ config }) => plan(config),
  planBuildDocker: async ({ config }) => plan(config),
};

function plan(config: SoundConfig): { provider: string; steps: { name: string; description: string }[] } {
  return { provider: "sound", steps: [{ name: "Run", description: config.run.join(" ") }] };
}

/** The sound backend with some of its members replaced, as a subject of the contract tests. */
export function subjectOf(
  faulty: Partial<BackendProvider<SoundConfig>> = {},
  more: Partial<BackendSubject & BackendSource> = {},
): BackendSubject {
  const provider: BackendProvider = { ...soundBackend, ...faulty } as BackendProvider;
  return {
    id: "sound",
    registry: { get: async () => provider, validate: more.validate ?? (async () => ({ valid: true })) },
    dev: ({ command }) => ({ config: { run: command } }),
    build: ({ command }) => ({ config: { run: command } }),
    ...more,
  };
}
