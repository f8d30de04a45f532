import { closeSync, constants, openSync, readFileSync, statSync } from "node:fs";
import { access, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Readable } from "node:stream";
import { captureCommand } from "../../process/capture-command.js";
import { findExecutable } from "../../process/find-executable.js";
import type { Availability } from "../backend.js";
import { startConfined } from "../confinement/confined-process.js";
import { describeConfinement } from "../confinement/describe-confinement.js";
import { configuredLimits } from "../core/limits.js";
import type { Sandbox, SandboxExit, SandboxRun, WithRun } from "../core/sandbox.js";
import type { IsolationConfigFields, SandboxContext } from "../define-isolation-backend.js";
import type { ImageFields } from "../image/image-store.js";
import { ModuleSyntaxError } from "../isolate/strip-types.js";
import type { Workload } from "../workload.js";
import { clockRateKhz } from "./clock-rate.js";
import { ControlPort } from "./control-port.js";
import { guestExit } from "./guest-exit.js";
import { guestInit } from "./guest-init.js";
import { guestProgram } from "./guest-program.js";
import { GuestRoots } from "./guest-roots.js";
import { type InitramfsEntry, initramfs } from "./initramfs.js";
import { findKernel, type GuestKernel } from "./kernel.js";
import { MarkedStream, newMark } from "./marked-stream.js";
import { type Accelerator, inherited, qemuCommand } from "./qemu-command.js";

/** The config of the microvm backend, its schema's defaults applied. */
export interface MicrovmConfig extends IsolationConfigFields, ImageFields {
  readonly qemu: string;
  readonly accelerator: "auto" | Accelerator;
  readonly kernel?: string;
  readonly modules?: string;
  readonly roots: { readonly node?: string; readonly python?: string };
  readonly busybox: string;
}

/** Of QEMU itself; its processor time is that of booting. It reads disks with up to 64 threads, and has one for each core. */
const OVERHEAD = { memoryMb: 224, processes: 96, cpuSeconds: 15 };
/** A boot takes seconds with TCG; with a KVM that does not really work it takes for ever. */
const PROBE_SECONDS: Readonly<Record<Accelerator, number>> = { kvm: 10, tcg: 60 };
/** Of a guest's memory, what its kernel takes. */
const GUEST_KERNEL_MB = 48;
const LONGEST_SKEW_SECONDS = 5;
const SHORT_COMMAND_MS = 20_000;
const CONSOLE_CHARACTERS = 8_000;

/** Boots a virtual machine for each workload. */
export class QemuSandbox implements Sandbox {
  readonly #config: MicrovmConfig;
  readonly #context: SandboxContext;
  readonly #roots: GuestRoots;
  #kernel: GuestKernel | undefined;
  #clockRate = 0;
  #accelerator: Accelerator = "tcg";

  constructor(config: MicrovmConfig, context: SandboxContext) {
    this.#config = config;
    this.#context = context;
    this.#roots = new GuestRoots(config.roots, context, config);
  }

  refuse({ runtime, source, network }: Workload): string | undefined {
    if (network === "outbound") return "a virtual machine has no network";
    if (runtime === "oci") return source.kind === "image" ? undefined : "runtime oci takes an image";
    if (source.kind === "image") return `runtime ${runtime} takes no image`;
    if (runtime === "go" && source.kind === "code")
      return "runtime go takes a binary, or an archive with one";
    if (runtime === "archive" && source.kind !== "archive") return "runtime archive takes an archive";
    if (source.kind === "binary" && runtime !== "go") return `runtime ${runtime} takes code or an archive`;
    return undefined;
  }

  async probe(withRun: WithRun): Promise<Availability> {
    if (process.platform !== "linux" || process.arch !== "x64") {
      return { available: false, reason: "virtual machines are made on Linux for x86-64 only" };
    }
    const program = this.#program();
    const version = await captureCommand({
      command: [program, "--version"],
      cwd: "/",
      env: process.env,
      timeoutMs: SHORT_COMMAND_MS,
    });
    this.#kernel = findKernel(this.#config, this.#context.baseDir, this.#context.cacheFolder);
    this.#clockRate = clockRateKhz();
    const { accelerator } = this.#config;
    const candidates: readonly Accelerator[] =
      accelerator === "auto" ? ((await kvmMayWork()) ? ["kvm", "tcg"] : ["tcg"]) : [accelerator];
    let reason = "";
    for (const candidate of candidates) {
      const failure = await this.#probeBoot(withRun, candidate);
      if (failure === undefined) {
        this.#accelerator = candidate;
        const details = {
          qemu: /version ([\d.]+)/.exec(version.stdout)?.[1] ?? "",
          accelerator: candidate,
          kernel: this.#kernel.version,
        };
        return { available: true, details: { ...details, ...describeConfinement() } };
      }
      reason = `a virtual machine does not boot with ${candidate}: ${failure}`;
    }
    return { available: false, reason };
  }

  async run(run: SandboxRun): Promise<SandboxExit> {
    return await this.#boot(run, this.#accelerator, new ControlPort());
  }

  /** Boots a guest that does nothing; gives the reason when it does not come up, or not in time. */
  async #probeBoot(withRun: WithRun, accelerator: Accelerator): Promise<string | undefined> {
    const limits = {
      ...configuredLimits(this.#config.limits),
      cpuSeconds: 60,
      timeoutSeconds: PROBE_SECONDS[accelerator],
    };
    const archive = { kind: "archive", archive: new Uint8Array() } as const;
    const workload: Workload = { id: "probe", runtime: "archive", source: archive, entry: "../bin/true" };
    return await withRun(workload, limits, async (run) => {
      const control = new ControlPort();
      const exit = await this.#boot(run, accelerator, control);
      if (run.signal.aborted) return `it was not up after ${limits.timeoutSeconds}s`;
      if (exit.exitCode !== 0 || exit.failure !== undefined)
        return exit.failure?.message ?? "it did not run a program";
      const skew = control.clockSkew ?? Number.POSITIVE_INFINITY;
      return Math.abs(skew) > LONGEST_SKEW_SECONDS ? `its clock is ${Math.round(skew)}s off` : undefined;
    });
  }

  async #boot(run: SandboxRun, accelerator: Accelerator, control: ControlPort): Promise<SandboxExit> {
    const { folder, limits, workload, signal } = run;
    const root = await this.#roots.find(workload, signal);
    let program: readonly InitramfsEntry[];
    try {
      program = await guestProgram(run, root?.image);
    } catch (error) {
      if (!(error instanceof ModuleSyntaxError)) throw error;
      run.stderr(Buffer.from(`${error.message}\n`));
      return { exitCode: 1 };
    }
    const mark = newMark();
    const init = guestInit({
      disk: root !== undefined,
      commands: workload.runtime === "archive",
      files: workload.source.kind !== "image",
      processes: limits.processes,
      mark,
    });
    const kernel = this.#kernel as GuestKernel;
    const system = initramfs([...this.#systemFiles(kernel, init), ...program]);
    // A guest has it twice while it unpacks it.
    if (2 * system.length > (limits.memoryMb - GUEST_KERNEL_MB) * 1024 * 1024) {
      const message = `the program and its input do not fit into ${limits.memoryMb} MiB of memory`;
      return { failure: { reason: "memory", message } };
    }
    await writeFile(join(folder, "initramfs"), system);
    signal.throwIfAborted();
    const files = [kernel.file, join(folder, "initramfs"), ...(root === undefined ? [] : [root.disk])];
    const handles = files.map((file) => openSync(file, constants.O_RDONLY));
    const cores = Math.max(1, Math.ceil(limits.cpus));
    const confined = await startConfined(run, {
      command: qemuCommand({
        program: this.#program(),
        accelerator,
        memoryMb: Math.floor(limits.memoryMb),
        cores,
        clockRateKhz: this.#clockRate,
        disk: root !== undefined,
      }),
      cwd: folder,
      groups: accelerator === "kvm" ? groupsOf("/dev/kvm") : [],
      overhead: { ...OVERHEAD, processes: OVERHEAD.processes + cores },
      stdio: ["pipe", "pipe", "pipe", ...handles],
    }).finally(() => {
      for (const handle of handles) closeSync(handle);
    });
    let console = "";
    const note = (chunk: Buffer): void => {
      console = (console + chunk.toString("latin1")).slice(-CONSOLE_CHARACTERS);
    };
    try {
      const { child } = confined;
      const stream = (fd: number): Readable => child.stdio[fd] as Readable;
      child.stdin?.end();
      child.stdout?.on("data", note);
      child.stderr?.on("data", note);
      const streams = [
        { from: inherited.stdout, to: new MarkedStream(mark, run.stdout) },
        { from: inherited.stderr, to: new MarkedStream(mark, run.stderr) },
      ];
      const endWhenAllIsRead = (): void => {
        const isRead = control.exitCode !== undefined && streams.every(({ to }) => to.ended);
        if (isRead || control.failure !== undefined) child.kill("SIGKILL");
      };
      for (const { from, to } of streams) {
        stream(from).on("data", (chunk: Buffer) => {
          to.push(chunk);
          endWhenAllIsRead();
        });
      }
      stream(inherited.control).on("data", (chunk: Buffer) => {
        control.push(chunk);
        if (control.started) confined.countFromHere();
        endWhenAllIsRead();
      });
      const status = await confined.exited;
      for (const { to } of streams) to.close();
      return guestExit(run.limits, control, console, confined.limitReached(status));
    } finally {
      await confined.end();
    }
  }

  #systemFiles({ modules }: GuestKernel, init: string): readonly InitramfsEntry[] {
    const busybox = this.#busybox();
    return [
      ...["bin", "dev", "proc", "sys", "modules", "provc", "program"].map(
        (path) => ({ path, type: "folder" }) as const,
      ),
      { path: "init", type: "file", mode: 0o755, content: init },
      { path: "bin/busybox", type: "file", mode: 0o755, content: busybox },
      { path: "provc/busybox", type: "file", mode: 0o755, content: busybox },
      ...[...modules].map(
        ([name, content]) => ({ path: `modules/${name}.ko`, type: "file", content }) as const,
      ),
    ];
  }

  #busybox(): Uint8Array {
    const path = resolve(this.#context.baseDir, this.#config.busybox);
    try {
      return readFileSync(path);
    } catch (error) {
      throw new Error(`there is no ${path}; Debian has it in package busybox-static`, { cause: error });
    }
  }

  #program(): string {
    const { qemu } = this.#config;
    if (qemu.includes("/")) return resolve(this.#context.baseDir, qemu);
    const found = findExecutable(qemu, process.env, this.#context.baseDir);
    if (found === undefined)
      throw new Error(`command ${JSON.stringify(qemu)} not found; Debian has it in package qemu-system-x86`);
    return found;
  }
}

/** Those of a device whose members may use it. */
function groupsOf(device: string): readonly number[] {
  const status = statSync(device, { throwIfNoEntry: false });
  return status === undefined ? [] : [status.gid];
}

async function kvmMayWork(): Promise<boolean> {
  return await access("/dev/kvm", constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  );
}
