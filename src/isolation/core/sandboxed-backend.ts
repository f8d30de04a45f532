import { randomBytes } from "node:crypto";
import type {
  Availability,
  ExecuteOptions,
  IsolationBackend,
  IsolationBackendOptions,
  IsolationCapabilities,
  WorkloadResult,
} from "../backend.js";
import type { IsolationBackendDefinition, IsolationConfigFields } from "../define-isolation-backend.js";
import { IsolationError } from "../isolation-error.js";
import { RecordedRun } from "../state/run-record.js";
import { makeStateFolder, type StateFolder, stateFolder } from "../state/state-folder.js";
import { sweepRuns } from "../state/sweep.js";
import type { Workload } from "../workload.js";
import { checkWorkload } from "./check-workload.js";
import { ConcurrencyLimiter } from "./concurrency-limiter.js";
import { configuredLimits, type RunLimits, runLimits } from "./limits.js";
import { runWorkload, sandboxRun } from "./run-workload.js";
import type { Sandbox, SandboxRun } from "./sandbox.js";

/** What is under way: how to end it, and when it has. */
interface ActiveWorkload {
  readonly cancel: AbortController;
  readonly settled: Promise<unknown>;
}

/** A backend around a sandbox. */
export class SandboxedBackend<Config extends IsolationConfigFields> implements IsolationBackend {
  readonly id: string;
  readonly #definition: IsolationBackendDefinition<Config>;
  readonly #config: Config;
  readonly #limits: RunLimits;
  readonly #state: StateFolder;
  readonly #sandbox: Sandbox;
  readonly #limiter: ConcurrencyLimiter;
  readonly #onError: (error: Error) => void;
  readonly #active = new Map<string, ActiveWorkload>();
  /** Runs that could not be ended. */
  readonly #abandoned = new Set<string>();
  #prepared: Promise<void> | undefined;
  #availability: Promise<Availability> | undefined;
  #closed = false;

  constructor(
    definition: IsolationBackendDefinition<Config>,
    config: Config,
    options: IsolationBackendOptions,
  ) {
    const baseDir = options.baseDir ?? process.cwd();
    this.id = definition.id;
    this.#definition = definition;
    this.#config = config;
    this.#limits = configuredLimits(config.limits);
    this.#state = stateFolder(options.stateFolder, baseDir);
    this.#sandbox = definition.sandbox(config, { cacheFolder: this.#state.cache, baseDir });
    this.#limiter = new ConcurrencyLimiter(config.max_concurrency);
    this.#onError = options.onError ?? (() => {});
  }

  capabilities(): IsolationCapabilities {
    const { name, supported_runtimes, supported_isolations } = this.#definition.capabilities;
    return { name, supported_runtimes, supported_isolations, max_concurrency: this.#config.max_concurrency };
  }

  async available({ refresh = false }: { readonly refresh?: boolean } = {}): Promise<Availability> {
    if (refresh) this.#availability = undefined;
    this.#availability ??= this.#probe();
    return await this.#availability;
  }

  async execute(workload: Workload, options: ExecuteOptions = {}): Promise<WorkloadResult> {
    if (this.#closed) throw new IsolationError("closed", `backend ${JSON.stringify(this.id)} is closed`);
    const limits = this.#check(workload);
    const cancel = new AbortController();
    const settled = this.#run(workload, limits, options, cancel);
    this.#active.set(workload.id, { cancel, settled: settled.catch(() => {}) });
    try {
      return await settled;
    } finally {
      this.#active.delete(workload.id);
    }
  }

  async cleanup(workloadId: string): Promise<void> {
    const active = this.#active.get(workloadId);
    active?.cancel.abort();
    await active?.settled;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#active.keys()].map((id) => this.cleanup(id)));
    await this.#availability;
    if (this.#abandoned.size > 0) await this.#sweep();
    await this.#sandbox.close?.();
  }

  #check(workload: Workload): RunLimits {
    checkWorkload(workload);
    const { supported_runtimes } = this.#definition.capabilities;
    if (!supported_runtimes.includes(workload.runtime)) {
      throw new IsolationError(
        "unsupported_runtime",
        `unsupported runtime ${JSON.stringify(workload.runtime)}: must be one of [${supported_runtimes.join(" ")}]`,
      );
    }
    if (workload.network === "outbound" && this.#config.allow_network !== true) {
      throw new IsolationError("invalid_workload", `backend ${JSON.stringify(this.id)} allows no network`);
    }
    const refusal = this.#sandbox.refuse(workload);
    if (refusal !== undefined) throw new IsolationError("unsupported_source", refusal);
    if (this.#active.has(workload.id)) {
      throw new IsolationError(
        "duplicate_workload",
        `workload ${JSON.stringify(workload.id)} is under way already`,
      );
    }
    return runLimits(this.#limits, workload.limits);
  }

  async #run(
    workload: Workload,
    limits: RunLimits,
    options: ExecuteOptions,
    cancel: AbortController,
  ): Promise<WorkloadResult> {
    const signal = AbortSignal.any([
      cancel.signal,
      ...(options.signal === undefined ? [] : [options.signal]),
    ]);
    const availability = await this.available();
    if (!availability.available) {
      const message = `backend ${JSON.stringify(this.id)} is not available: ${availability.reason}`;
      throw new IsolationError("unavailable", message);
    }
    const release = await this.#limiter.acquire(signal);
    try {
      if (release !== false) options.onStart?.();
      return await runWorkload({
        backend: this.id,
        sandbox: this.#sandbox,
        workload,
        limits,
        options,
        signal,
        record: () => this.#record(),
        onAbandoned: (record) => this.#abandon(record),
      });
    } finally {
      if (release !== false) release();
    }
  }

  /** Makes the folders and clears away what an earlier process has left, once. */
  async #prepare(): Promise<void> {
    makeStateFolder(this.#state);
    await this.#sweep();
  }

  async #sweep(): Promise<void> {
    await sweepRuns(this.#state, {
      backend: this.id,
      abandoned: this.#abandoned,
      release: this.#sandbox.release?.bind(this.#sandbox) ?? (async () => {}),
      onError: this.#onError,
    });
  }

  #abandon({ runId, processes }: RecordedRun): void {
    this.#abandoned.add(runId);
    const pids = processes.map(({ pid }) => pid).join(", ");
    this.#onError(
      new Error(`run ${runId} (process ${pids || "unknown"}) could not be ended; it will be tried again`),
    );
  }

  async #probe(): Promise<Availability> {
    try {
      this.#prepared ??= this.#prepare();
      await this.#prepared;
      return await this.#sandbox.probe((workload, limits, work) => this.#probeRun(workload, limits, work));
    } catch (error) {
      this.#prepared = undefined;
      return { available: false, reason: firstLine(error) };
    }
  }

  async #probeRun<Result>(
    workload: Workload,
    limits: RunLimits,
    work: (run: SandboxRun) => Promise<Result>,
  ): Promise<Result> {
    const record = this.#record();
    try {
      const signal = AbortSignal.timeout(limits.timeoutSeconds * 1000);
      return await work(sandboxRun(record, workload, limits, signal, { stdout: () => {}, stderr: () => {} }));
    } finally {
      if (!record.remove()) this.#abandon(record);
    }
  }

  #record(): RecordedRun {
    return new RecordedRun(this.#state, randomBytes(8).toString("hex"), this.id);
  }
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split(/[\r\n]/, 1)[0] || "unknown reason";
}
