import { rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { networkInterfaces } from "node:os";
import { join, resolve } from "node:path";
import type { Readable } from "node:stream";
import type { Availability } from "../backend.js";
import { type ConfinedProcess, startConfined } from "../confinement/confined-process.js";
import { describeConfinement } from "../confinement/describe-confinement.js";
import { configuredLimits } from "../core/limits.js";
import { missingPackageError, requireSupported } from "../core/missing-package-error.js";
import type { Sandbox, SandboxExit, SandboxRun, WithRun } from "../core/sandbox.js";
import type { IsolationConfigFields, SandboxContext } from "../define-isolation-backend.js";
import { IsolationError } from "../isolation-error.js";
import type { Workload } from "../workload.js";
import { askProgram, type ProgramAnswer } from "./ask-program.js";
import { readProgram } from "./program-modules.js";
import { RuntimeLog } from "./runtime-log.js";
import { ModuleSyntaxError } from "./strip-types.js";
import { SOCKET, workerdConfig } from "./workerd-config.js";

/** The config of the isolate backend, its schema's defaults applied. */
export interface IsolateConfig extends IsolationConfigFields {
  readonly workerd?: string;
  readonly compatibility_date: string;
  readonly compatibility_flags: readonly string[];
}

/** Who needs the package. */
const USER = "backend isolate";
/** What workerd needs beside V8's heap. */
const RUNTIME_MB = 64;
/** Threads of workerd's own. */
const RUNTIME_PROCESSES = 24;
/** The longest path that a socket can have. */
const LONGEST_SOCKET_PATH = 107;

/** Runs modules, each workload in a workerd process of its own. */
export class WorkerdSandbox implements Sandbox {
  readonly #config: IsolateConfig;
  readonly #context: SandboxContext;
  #program: string | undefined;

  constructor(config: IsolateConfig, context: SandboxContext) {
    this.#config = config;
    this.#context = context;
  }

  refuse({ runtime, source, stdin }: Workload): string | undefined {
    if (runtime === "wasm") return source.kind === "binary" ? undefined : "runtime wasm takes a binary";
    if (stdin !== undefined) return "a module has no standard input; give it an input";
    return source.kind === "code" || source.kind === "archive"
      ? undefined
      : "runtime node takes code or an archive";
  }

  async probe(withRun: WithRun): Promise<Availability> {
    const limits = { ...configuredLimits(this.#config.limits), timeoutSeconds: 30 };
    const workload: Workload = {
      id: "probe",
      runtime: "node",
      source: { kind: "code", code: "export default (x) => x" },
      input: 42,
    };
    const exit = await withRun(workload, limits, (run) => this.run(run));
    if (Buffer.from(exit.output ?? []).toString() !== "42") {
      return {
        available: false,
        reason: `workerd does not run here: ${exit.failure?.message ?? "a probe gave no answer"}`,
      };
    }
    return { available: true, details: describeConfinement() };
  }

  async run(run: SandboxRun): Promise<SandboxExit> {
    const socketPath = join(run.folder, SOCKET);
    if (Buffer.byteLength(socketPath) > LONGEST_SOCKET_PATH) {
      throw new Error("the path of the state folder is too long for sockets");
    }
    this.#program ??= this.#findProgram();
    const program = this.#program;
    let config: Uint8Array;
    try {
      config = await this.#workerdConfig(run);
    } catch (error) {
      if (!(error instanceof ModuleSyntaxError)) throw error;
      run.stderr(Buffer.from(`${error.message}\n`));
      return { exitCode: 1, output: new Uint8Array() };
    }
    run.signal.throwIfAborted();
    const confined = await startConfined(run, {
      command: [program, "serve", "--binary", "--control-fd=3", "-"],
      cwd: run.folder,
      network: run.workload.network === "outbound",
      overhead: { memoryMb: 0, processes: RUNTIME_PROCESSES },
      stdio: ["pipe"],
    });
    const log = new RuntimeLog((text) => run.stderr(Buffer.from(text)));
    try {
      confined.child.stdin?.end(config);
      confined.child.stdout?.on("data", run.stdout);
      confined.child.stderr?.on("data", (chunk: Buffer) => log.push(chunk));
      const answer = (await listening(confined))
        ? await this.#ask(run, socketPath).catch(() => undefined)
        : undefined;
      // Whoever has answered is not needed any more; whoever has broken off is about to end by itself.
      if (answer !== undefined) {
        confined.child.kill("SIGKILL");
        // Its end takes some milliseconds; what cannot be removed meanwhile is removed with the run.
        await rm(run.folder, { recursive: true, force: true }).catch(() => {});
      }
      const status = await confined.exited;
      log.end();
      return exitOf(run, answer, log, status.exitCode, confined.limitReached(status));
    } finally {
      await confined.end();
    }
  }

  async #workerdConfig(run: SandboxRun): Promise<Uint8Array> {
    return workerdConfig({
      ...(await readProgram(run)),
      heapMb: Math.max(16, Math.floor(run.limits.memoryMb - RUNTIME_MB)),
      ...(run.workload.network === "outbound" && { network: { denied: ownAddresses() } }),
      compatibilityDate: this.#config.compatibility_date,
      compatibilityFlags: this.#config.compatibility_flags,
    });
  }

  async #ask({ workload, stdin, limits }: SandboxRun, socketPath: string): Promise<ProgramAnswer> {
    const { input = null, args = [], env = {} } = workload;
    const body = JSON.stringify({ input, args, env, stdin: Buffer.from(stdin).toString("utf8") });
    return await askProgram({ socketPath, body, mostBytes: limits.outputBytes });
  }

  #findProgram(): string {
    const { workerd } = this.#config;
    const { baseDir } = this.#context;
    if (workerd !== undefined) return resolve(baseDir, workerd);
    try {
      return workerdPackage(join(baseDir, "package.json"));
    } catch (unusable) {
      try {
        return workerdPackage(import.meta.url);
      } catch (error) {
        const wrongVersion = [unusable, error].find((one) => IsolationError.isInstance(one));
        throw wrongVersion ?? missingPackageError("workerd", USER, error);
      }
    }
  }
}

/** The program in the package that a module at this place would get. */
function workerdPackage(from: string): string {
  requireSupported("workerd", USER, from);
  const { default: program } = createRequire(from)("workerd") as { readonly default: string };
  return program;
}

/** This machine under its own addresses, which may be public ones. */
function ownAddresses(): readonly string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.map(({ address, family }) => `${address}/${family === "IPv6" ? 128 : 32}`);
}

/** True once workerd takes requests; false when it ends before. */
async function listening(confined: ConfinedProcess): Promise<boolean> {
  const control = confined.child.stdio[3] as Readable;
  const heard = new Promise<boolean>((done) => control.once("data", () => done(true)));
  return await Promise.race([heard, confined.exited.then(() => false)]);
}

function exitOf(
  run: SandboxRun,
  answer: ProgramAnswer | undefined,
  log: RuntimeLog,
  exitCode: number,
  limit: SandboxExit["failure"],
): SandboxExit {
  const output = new Uint8Array();
  if (answer !== undefined) {
    if (answer.exitCode === undefined) return { exitCode: log.exitCode ?? 1, output };
    if (!answer.written) return { exitCode: answer.exitCode, output: answer.output };
    run.stdout(answer.output);
    return { exitCode: answer.exitCode };
  }
  if (limit !== undefined) return { exitCode, output, failure: limit };
  if (log.outOfHeap) {
    return {
      exitCode: 137,
      output,
      failure: { reason: "memory", message: `workload used more than ${run.limits.memoryMb} MiB of memory` },
    };
  }
  // The program could not be compiled, or has brought workerd down.
  return { exitCode, output };
}
