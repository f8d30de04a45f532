import type { ExecuteOptions } from "../../isolation/backend.js";
import type { ApiLimits } from "../limits.js";
import { LogAssembler } from "./log-assembler.js";
import type { LogLine } from "./log-line.js";
import type { WorkloadRecord } from "./workload-record.js";
import type { WorkloadStore } from "./workload-store.js";

/** Lines are written in batches: one transaction for what comes within this time. */
const FLUSH_MS = 20;
const FLUSH_LINES = 256;

export interface ActiveWorkloadOptions {
  readonly store: WorkloadStore;
  readonly limits: ApiLimits;
  readonly now: () => Date;
  readonly onError: (error: Error) => void;
}

/** A workload that waits or runs: its way to be ended, and its log as it grows. */
export class ActiveWorkload {
  readonly id: string;
  /** Id of the backend that has it. */
  readonly backend: string;
  /** Resolves with the record when it is over. */
  readonly ended: Promise<WorkloadRecord | undefined>;
  running = false;
  killedBy: string | undefined;
  readonly #options: ActiveWorkloadOptions;
  readonly #controller = new AbortController();
  readonly #log: LogAssembler;
  readonly #waiting = new Set<() => void>();
  #lines: LogLine[] = [];
  #timer: NodeJS.Timeout | undefined;
  #resolveEnded: (record: WorkloadRecord | undefined) => void = () => {};

  constructor(id: string, backend: string, options: ActiveWorkloadOptions) {
    this.id = id;
    this.backend = backend;
    this.#options = options;
    this.ended = new Promise((resolve) => {
      this.#resolveEnded = resolve;
    });
    this.#log = new LogAssembler(options.limits.log, options.now, (line) => this.#add(line));
  }

  /** What the backend is to tell, and how it is told to end. */
  executeOptions(): ExecuteOptions {
    return {
      signal: this.#controller.signal,
      onStart: () => this.begin(),
      onStdout: (chunk) => this.#log.write("stdout", chunk),
      onStderr: (chunk) => this.#log.write("stderr", chunk),
    };
  }

  /** Notes that it has its turn. */
  begin(): void {
    if (this.running) return;
    this.running = true;
    this.#guard(() => this.#options.store.start(this.id, this.#options.now().toISOString()));
  }

  kill(reason: string): void {
    this.killedBy ??= reason;
    this.#controller.abort();
  }

  /** Writes what is left of the log. */
  endLog(): void {
    this.#log.end();
    this.#flush();
  }

  end(record: WorkloadRecord | undefined): void {
    this.#resolveEnded(record);
    this.#wake();
  }

  /** Resolves when lines have been written, the workload is over, the time is up, or the signal is aborted. */
  changed(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener("abort", done);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      signal.addEventListener("abort", done);
      this.#waiting.add(done);
      if (signal.aborted) done();
    });
  }

  #add(line: LogLine): void {
    this.#lines.push(line);
    if (this.#lines.length >= FLUSH_LINES) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), FLUSH_MS);
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const lines = this.#lines;
    if (lines.length === 0) return;
    this.#lines = [];
    this.#guard(() => this.#options.store.appendLog(this.id, lines));
    this.#wake();
  }

  #wake(): void {
    for (const done of [...this.#waiting]) done();
  }

  /** A store that fails must not end the run, nor the server. */
  #guard(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#options.onError(error as Error);
    }
  }
}
