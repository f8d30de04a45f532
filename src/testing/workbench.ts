import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import type { BackendProvider, BuildDockerOptions, DevOptions } from "../backend/provider.js";
import { type Behaviour, type WrittenProgram, writeProgram } from "./program.js";
import type { BackendSubject, Setup } from "./subject.js";

const SECRET_NAME = "PROVC_TESTING_SECRET";
const SECRET_VALUE = "a-secret-that-nobody-may-see";
const DEFAULT_PATIENCE_MS = 15_000;
const POLL_MS = 20;

/** Collects what a provider writes. */
export class Output extends Writable {
  text = "";

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString("utf8");
    done();
  }
}

/** A call of an operation that is under way. */
export interface Call<Result> {
  readonly program: WrittenProgram;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly controller: AbortController;
  readonly options: Result extends string ? BuildDockerOptions : DevOptions;
  /** What of the options could be changed, as it was before the call. */
  readonly given: { readonly config: unknown; readonly env: unknown };
  /** Settles as the operation does; fails when that takes longer than any healthy one. */
  readonly outcome: Promise<Outcome<Result>>;
}

/** How an operation has settled. */
export type Outcome<Result> =
  | { readonly ok: true; readonly value: Result }
  | { readonly ok: false; readonly error: unknown };

/** Everything that a check works with: a folder of its own, the provider, and ways to call it. */
export class Workbench {
  readonly subject: BackendSubject;
  /** The folder that operations get as `workDir` and `baseDir`. */
  readonly folder: string = realpathSync(mkdtempSync(join(tmpdir(), "provc-testing-")));
  readonly secret: string = SECRET_VALUE;
  readonly #patienceMs: number;
  readonly #programs: WrittenProgram[] = [];

  constructor(subject: BackendSubject) {
    this.subject = subject;
    this.#patienceMs = subject.patienceMs ?? DEFAULT_PATIENCE_MS;
  }

  provider(): Promise<BackendProvider> {
    return this.subject.registry.get(this.subject.id);
  }

  program(behaviour: Behaviour): WrittenProgram {
    const { readyLine } = this.subject;
    const lines = [...(readyLine === undefined ? [] : [readyLine]), ...(behaviour.lines ?? [])];
    const folder = join(this.folder, `provc-program-${this.#programs.length}`);
    const program = writeProgram(folder, SECRET_NAME, { ...behaviour, lines });
    this.#programs.push(program);
    return program;
  }

  /** The options of `dev` for a program. */
  devOptions(program: WrittenProgram, output: { stdout: Output; stderr: Output }): DevOptions {
    return { ...this.#options(this.subject.dev(program)), output };
  }

  /** The options of `buildDocker` for a program. */
  buildOptions(program: WrittenProgram, output: { stdout: Output; stderr: Output }): BuildDockerOptions {
    return { ...this.#options(this.subject.build(program)), output, imageTag: "registry.test/org/app:1.0" };
  }

  /** Calls `dev`. */
  async dev(behaviour: Behaviour, more: Partial<DevOptions> = {}): Promise<Call<{ exitCode: number }>> {
    return await this.#dev(this.program(behaviour), more);
  }

  /** Calls `dev` with a program that does not exist. */
  async devOfMissing(): Promise<Call<{ exitCode: number }>> {
    const program = this.program({});
    return await this.#dev({ ...program, command: [join(program.folder, "missing")] }, {});
  }

  /** Calls `buildDocker`. */
  async build(behaviour: Behaviour, more: Partial<BuildDockerOptions> = {}): Promise<Call<string>> {
    const provider = await this.provider();
    const program = this.program(behaviour);
    const { output, controller } = newSurroundings();
    const options = { ...this.buildOptions(program, output), signal: controller.signal, ...more };
    const given = structuredClone({ config: options.config, env: options.env });
    const outcome = this.#settled(() => provider.buildDocker(options), "buildDocker", controller.signal);
    return { program, ...output, controller, options, given, outcome };
  }

  /** Waits for something that another process brings about. */
  async eventually(what: string, condition: () => boolean): Promise<void> {
    const deadline = performance.now() + this.#patienceMs;
    while (!condition()) {
      assert.ok(performance.now() < deadline, `${what}: waited in vain`);
      await delay(POLL_MS);
    }
  }

  /** Ends what a faulty provider has left running, and removes the folder. */
  close(): void {
    for (const program of this.#programs) {
      for (const { pid, childPid } of program.runs()) {
        for (const left of [pid, childPid]) if (left !== undefined) kill(left);
      }
    }
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }

  async #dev(program: WrittenProgram, more: Partial<DevOptions>): Promise<Call<{ exitCode: number }>> {
    const provider = await this.provider();
    const { output, controller } = newSurroundings();
    const options = { ...this.devOptions(program, output), signal: controller.signal, ...more };
    const given = structuredClone({ config: options.config, env: options.env });
    const outcome = this.#settled(() => provider.dev(options), "dev", controller.signal);
    return { program, ...output, controller, options, given, outcome };
  }

  /** Once an operation is aborted, or its program has ended, it has to settle. */
  #settled<Result>(
    operation: () => Promise<Result>,
    name: string,
    signal: AbortSignal,
  ): Promise<Outcome<Result>> {
    const stop = new AbortController();
    const tooLong = async (): Promise<never> => {
      await delay(this.#patienceMs, undefined, { signal: stop.signal });
      const since = signal.aborted ? "after it was aborted" : "though its program has ended";
      assert.fail(`${name}() has not settled ${since}`);
    };
    const settled = Promise.race([outcomeOf(operation), tooLong()]).finally(() => stop.abort());
    // A check that fails for another reason does not wait for it.
    settled.catch(() => {});
    return settled;
  }

  #options(setup: Setup): { config: unknown; workDir: string; baseDir: string; env: Record<string, string> } {
    const workDir = join(this.folder, "project");
    mkdirSync(workDir, { recursive: true });
    const env = { PROVC_TESTING_MARK: "seen", [SECRET_NAME]: SECRET_VALUE, ...setup.env };
    return { config: setup.config, workDir, baseDir: workDir, env };
  }
}

function newSurroundings(): {
  readonly output: { readonly stdout: Output; readonly stderr: Output };
  readonly controller: AbortController;
} {
  return { output: { stdout: new Output(), stderr: new Output() }, controller: new AbortController() };
}

async function outcomeOf<Result>(operation: () => Promise<Result>): Promise<Outcome<Result>> {
  try {
    return { ok: true, value: await operation() };
  } catch (error) {
    return { ok: false, error };
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It is gone already.
  }
}
