import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { captureCommand } from "../../process/capture-command.js";
import { findExecutable } from "../../process/find-executable.js";
import type { Availability } from "../backend.js";
import { startConfined } from "../confinement/confined-process.js";
import { describeConfinement } from "../confinement/describe-confinement.js";
import { isMachineRoot } from "../confinement/machine-root.js";
import { configuredLimits } from "../core/limits.js";
import type { Sandbox, SandboxExit, SandboxRun, WithRun } from "../core/sandbox.js";
import type { IsolationConfigFields, SandboxContext } from "../define-isolation-backend.js";
import type { UnpackedImage } from "../image/image-cache.js";
import { type ImageFields, ImageStore } from "../image/image-store.js";
import { imageUser } from "../image/image-user.js";
import type { Workload } from "../workload.js";
import { runtimeSpec } from "./runtime-spec.js";

/** The config of the gvisor backend, its schema's defaults applied. */
export interface GvisorConfig extends IsolationConfigFields, ImageFields {
  readonly runsc: string;
  readonly platform: "ptrace" | "systrap" | "kvm";
}

/** What runsc's own three processes take, threads counted. */
const OVERHEAD = { memoryMb: 96, processes: 128, cpuSeconds: 1 };
/**
 * Processes and threads of this machine for each of a workload's. gVisor's own count holds the workload; this one holds gVisor, which
 * keeps a process of this machine for every one that it has had at a time, with a thread for every thread of its own that has run it.
 */
const PROCESSES_FOR_ONE = 12;
const START_FAILED = 128;
const PANIC_LOG = "panic.log";
/** What gVisor's kernel says when it has been refused a process or thread of this machine; it cannot go on then. */
const REFUSED_THREAD = /failed to create new OS thread|resource temporarily unavailable/;
const SHORT_COMMAND_MS = 20_000;

/** Runs images under runsc. */
export class RunscSandbox implements Sandbox {
  readonly #config: GvisorConfig;
  readonly #context: SandboxContext;
  readonly #images: ImageStore;

  constructor(config: GvisorConfig, context: SandboxContext) {
    this.#config = config;
    this.#context = context;
    this.#images = new ImageStore(context.cacheFolder, context.baseDir, config);
  }

  refuse({ source }: Workload): string | undefined {
    return source.kind === "image" ? undefined : "runtime oci takes an image";
  }

  async probe(withRun: WithRun): Promise<Availability> {
    if (process.platform !== "linux") return { available: false, reason: "gVisor runs on Linux only" };
    const program = this.#program();
    const version = await captureCommand({
      command: [program, "--version"],
      cwd: "/",
      env: process.env,
      timeoutMs: SHORT_COMMAND_MS,
    });
    const limits = { ...configuredLimits(this.#config.limits), timeoutSeconds: 30 };
    // This machine's own root, of which a program of this machine's own sees a copy.
    const workload: Workload = {
      id: "probe",
      runtime: "oci",
      source: { kind: "image", path: "/" },
      entry: "/bin/true",
    };
    const config = { entrypoint: [], command: [], env: {}, workingDirectory: "/", user: "" };
    const said: string[] = [];
    const exit = await withRun(workload, limits, (run) =>
      this.#start(
        { ...run, stderr: (chunk) => said.push(Buffer.from(chunk).toString()) },
        { digest: "", root: "/", config },
      ),
    );
    if (exit.exitCode !== 0) {
      const reason = exit.failure?.message ?? said.join("").trim().split("\n").at(-1) ?? "";
      return {
        available: false,
        reason: `runsc with platform ${this.#config.platform} does not run here: ${reason}`,
      };
    }
    const details = { runsc: version.stdout.split("\n", 1)[0]?.replace(/^runsc version /, "") ?? "" };
    return {
      available: true,
      details: { ...details, platform: this.#config.platform, memory: describeConfinement().memory ?? "" },
    };
  }

  async run(run: SandboxRun): Promise<SandboxExit> {
    const { source } = run.workload;
    if (source.kind !== "image") throw new Error("runtime oci takes an image");
    return await this.#images.use(source, run.signal, (image) => this.#start(run, image));
  }

  /** Where there are no cgroups, a sandbox may have outlived the process that ran it. */
  async release(runId: string, folder: string): Promise<void> {
    await captureCommand({
      command: [this.#program(), `--root=${join(folder, "state")}`, "delete", "--force", runId],
      cwd: "/",
      env: process.env,
      timeoutMs: SHORT_COMMAND_MS,
    });
  }

  async #start(run: SandboxRun, image: UnpackedImage): Promise<SandboxExit> {
    const { workload, folder, runId } = run;
    const spec = runtimeSpec({
      root: image.root,
      image: image.config,
      user: imageUser(image.root, image.config.user),
      workload,
      processes: run.limits.processes,
    });
    await writeFile(join(folder, "config.json"), JSON.stringify(spec));
    const network = workload.network === "outbound";
    const overhead = {
      ...OVERHEAD,
      processes: OVERHEAD.processes + (PROCESSES_FOR_ONE - 1) * run.limits.processes,
    };
    const confined = await startConfined(run, {
      command: [
        this.#program(),
        `--root=${join(folder, "state")}`,
        `--platform=${this.#config.platform}`,
        `--network=${network ? "host" : "none"}`,
        `--panic-log=${join(folder, PANIC_LOG)}`,
        "--ignore-cgroups",
        ...(isMachineRoot() ? [] : ["--rootless"]),
        "--overlay2=all:memory",
        "run",
        `--bundle=${folder}`,
        runId,
      ],
      cwd: folder,
      env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" },
      ownUser: false,
      network,
      overhead,
    });
    let lastWords = "";
    try {
      confined.child.stdin?.end(run.stdin);
      confined.child.stdout?.on("data", run.stdout);
      confined.child.stderr?.on("data", (chunk: Buffer) => {
        lastWords = (lastWords + chunk.toString("utf8")).slice(-2_000);
        run.stderr(chunk);
      });
      const status = await confined.exited;
      const limit = confined.limitReached(status);
      if (limit !== undefined && limit.reason !== "processes")
        return { exitCode: status.exitCode, failure: limit };
      const panic = await panicOf(folder);
      // The exit code is gVisor's then, not the program's.
      if (limit !== undefined || REFUSED_THREAD.test(panic ?? "")) {
        const most = run.limits.processes + overhead.processes;
        const message = `gVisor needed more than ${most} processes and threads of this machine for the workload`;
        return { failure: { reason: "processes", message } };
      }
      const failure = /^running container: (.*)$/m.exec(lastWords)?.[1];
      if (status.exitCode === START_FAILED && failure !== undefined) {
        const message = `the program cannot be started: ${failure.split(": ").slice(-2).join(": ")}`;
        return { failure: { reason: "start", message } };
      }
      if (panic === undefined) return { exitCode: status.exitCode };
      return { failure: { reason: "backend", message: `gVisor has ended by itself: ${panic}` } };
    } finally {
      await confined.end();
    }
  }

  #program(): string {
    const { runsc } = this.#config;
    if (runsc.includes("/")) return resolve(this.#context.baseDir, runsc);
    const found = findExecutable(runsc, process.env, this.#context.baseDir);
    if (found === undefined)
      throw new Error(`command ${JSON.stringify(runsc)} not found; Debian has it in package runsc`);
    return found;
  }
}

/** Why gVisor's kernel has given up; undefined when it has not. */
async function panicOf(folder: string): Promise<string | undefined> {
  const text = await readFile(join(folder, PANIC_LOG), "utf8").catch(() => "");
  return /^(?:panic|fatal error|runtime): .*$/m.exec(text)?.[0];
}
