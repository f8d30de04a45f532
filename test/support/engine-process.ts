import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { MigrationRunOptions, MigrationRunResult } from "../../src/migration/engine.js";

/** What the fixture's process has printed at its end. */
export type EngineReport = MigrationRunResult | { readonly code?: string; readonly message: string };

/** A run of an engine in a process of its own. */
export class EngineProcess {
  readonly child: ChildProcessByStdio<null, Readable, null>;
  readonly report: Promise<EngineReport>;
  #output = "";
  #heardAt = performance.now();

  constructor(options: MigrationRunOptions, engine = "raw") {
    const script = fileURLToPath(new URL("../migration/fixtures/run-engine.ts", import.meta.url));
    this.child = spawn(process.execPath, ["--import", "tsx", script, JSON.stringify(options), engine], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    this.child.stdout.on("data", (chunk: Buffer) => {
      this.#output += chunk.toString();
      this.#heardAt = performance.now();
    });
    const closed = new Promise<void>((resolve) => this.child.once("close", () => resolve()));
    this.report = closed.then(() => JSON.parse(this.#output.trimEnd().split("\n").at(-1) ?? "null"));
    // A killed process reports nothing, and that is no failure of the test.
    this.report.catch(() => {});
  }

  hasStarted(id: string): boolean {
    return this.#output.includes(`started ${id}\n`);
  }

  /** True when the process has been busy for a while, as an embedded database is with a long statement. */
  isBusy(): boolean {
    return performance.now() - this.#heardAt > 800;
  }

  async kill(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once("exit", resolve));
    this.child.kill("SIGKILL");
    await ended;
  }
}
