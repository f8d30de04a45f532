import { setTimeout as delay, setImmediate as immediate } from "node:timers/promises";
import type { IsolationBackend, WorkloadResult } from "../../isolation/backend.js";
import { IsolationError } from "../../isolation/isolation-error.js";
import type { Workload } from "../../isolation/workload.js";
import { HttpFailure } from "../http/http-failure.js";
import type { ApiLimits } from "../limits.js";
import { ActiveWorkload } from "./active-workload.js";
import { submissionFailure } from "./submission-failure.js";
import { ulidMaker } from "./ulid.js";
import type { WorkloadEnd, WorkloadRecord } from "./workload-record.js";
import type { WorkloadStore } from "./workload-store.js";

/** A workload that is to be run, and what its record says beside what comes of it. */
export interface Submission {
  /** As asked for; empty for the default. */
  readonly isolation: string;
  readonly workload: Omit<Workload, "id">;
  readonly record: Pick<WorkloadRecord, "input_hash" | "cpu_limit" | "mem_limit" | "timeout_s">;
  /** Bytes of the request that brought it. */
  readonly bytes: number;
  /** Called when it is over, or was refused. */
  dispose(): Promise<void>;
}

/** The backends, as the engine sees them. */
export interface WorkloadBackends {
  readonly default: string;
  /** All of them. */
  capabilities(): readonly { readonly name: string }[];
  resolve(
    isolation: string,
    runtime: string,
  ): Promise<{ readonly id: string; readonly backend: IsolationBackend }>;
}

export interface WorkloadEngineOptions {
  readonly backends: WorkloadBackends;
  readonly store: WorkloadStore;
  readonly limits: ApiLimits;
  readonly nodeId: string;
  readonly now: () => Date;
  /** Told of every workload that ended. */
  readonly onEnd: (record: WorkloadRecord) => void;
  /** Told of what went wrong where nobody waits for it. */
  readonly onError: (error: Error) => void;
}

/** How long a backend may take to end a workload before the caller is told that it still runs. */
const KILL_PATIENCE_MS = 10_000;

/** Runs workloads on the backends and records what comes of them. */
export class WorkloadEngine {
  readonly #options: WorkloadEngineOptions;
  readonly #active = new Map<string, ActiveWorkload>();
  readonly #nextId: () => string;
  #bytes = 0;
  #closing = false;

  constructor(options: WorkloadEngineOptions) {
    this.#options = options;
    this.#nextId = ulidMaker(() => options.now().getTime());
  }

  /**
   * Takes a workload. What shows before it runs is refused here; a refused one leaves no record.
   *
   * @throws HttpFailure
   */
  async submit(submission: Submission): Promise<WorkloadRecord> {
    try {
      return await this.#accept(submission);
    } catch (error) {
      await submission.dispose();
      throw error;
    }
  }

  /** The record of a workload, as it is now. */
  get(id: string): WorkloadRecord | undefined {
    return this.#options.store.get(id);
  }

  /** Waits until a workload is over; ends it when the caller goes away. */
  async finished(id: string, signal: AbortSignal): Promise<WorkloadRecord | undefined> {
    const active = this.#active.get(id);
    if (active === undefined) return this.get(id);
    const onAbort = (): void => active.kill("the client hung up");
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort);
    try {
      return await active.ended;
    } finally {
      signal.removeEventListener("abort", onAbort);
    }
  }

  /**
   * Ends a workload that waits or runs, and gives its record when that is done.
   *
   * @throws HttpFailure 404, and 409 when it is over already.
   */
  async kill(id: string): Promise<WorkloadRecord> {
    const active = this.#active.get(id);
    if (active !== undefined) {
      active.kill("killed on request");
      const patience = new AbortController();
      await Promise.race([
        active.ended,
        delay(KILL_PATIENCE_MS, undefined, { signal: patience.signal }).catch(() => {}),
      ]);
      patience.abort();
    }
    const record = this.get(id);
    if (record === undefined) throw new HttpFailure(404, "workload not found");
    if (active === undefined || record.status === "completed" || record.status === "failed") {
      throw new HttpFailure(409, "workload cannot be killed in its current state");
    }
    return record;
  }

  /** Resolves when a workload's log has grown, it is over, or the time is up; true while it is not over. */
  async logChanged(id: string, milliseconds: number, signal: AbortSignal): Promise<boolean> {
    await this.#active.get(id)?.changed(milliseconds, signal);
    return this.#active.has(id);
  }

  isActive(id: string): boolean {
    return this.#active.has(id);
  }

  /** How many workloads of each backend wait and run. */
  load(): ReadonlyMap<string, { readonly pending: number; readonly running: number }> {
    const load = new Map<string, { pending: number; running: number }>();
    for (const { name } of this.#options.backends.capabilities()) load.set(name, { pending: 0, running: 0 });
    for (const { backend, running } of this.#active.values()) {
      const counts = load.get(backend) ?? { pending: 0, running: 0 };
      counts[running ? "running" : "pending"]++;
      load.set(backend, counts);
    }
    return load;
  }

  /** Refuses new workloads, and ends those that there are. */
  async endAll(): Promise<void> {
    this.#closing = true;
    const active = [...this.#active.values()];
    for (const workload of active) workload.kill("the server was shut down");
    await Promise.all(active.map(({ ended }) => ended));
  }

  async #accept(submission: Submission): Promise<WorkloadRecord> {
    const { backends, store, limits, nodeId, now } = this.#options;
    const { runtime } = submission.workload;
    this.#requireOpen();
    const { id: backendId, backend } = await backends
      .resolve(submission.isolation, runtime)
      .catch((error) => Promise.reject(submissionFailure(error)));
    this.#requireOpen();
    if (this.#active.size >= limits.workloads) throw busy("too many workloads are waiting");
    if (this.#bytes + submission.bytes > limits.pendingBytes) throw busy("too much is waiting");

    const id = this.#nextId();
    const isolation = submission.isolation || backends.default;
    const record: WorkloadRecord = {
      ...{ id, status: "pending", isolation, isolation_used: backendId, runtime, node_id: nodeId },
      ...{ ...submission.record, created_at: now().toISOString() },
    };
    store.insert(record);
    const active = new ActiveWorkload(id, backendId, { store, limits, now, onError: this.#options.onError });
    this.#active.set(id, active);
    this.#bytes += submission.bytes;
    const settled = this.#run(active, backend, submission);
    // What a backend refuses, it refuses before it waits for anything.
    const refusal = await Promise.race([settled, immediate(undefined)]);
    if (refusal !== undefined) throw refusal;
    return record;
  }

  /** Runs a workload to its end. Never rejects; gives the reason when the backend refused it at once. */
  async #run(
    active: ActiveWorkload,
    backend: IsolationBackend,
    { workload, bytes, dispose }: Submission,
  ): Promise<HttpFailure | undefined> {
    const { store, now, onEnd, onError } = this.#options;
    const { id } = active;
    let submitting = true;
    setImmediate(() => {
      submitting = false;
    });
    let refusal: HttpFailure | undefined;
    try {
      const end = await backend
        .execute({ ...workload, id }, active.executeOptions())
        .then((result) => endOf(result, active.killedBy))
        .catch((error): WorkloadEnd => {
          if (submitting && IsolationError.isInstance(error)) refusal = submissionFailure(error);
          return { ...failureOf(error), finishedAt: now().toISOString() };
        });
      await backend.cleanup(id).catch(onError);
      await dispose().catch(onError);
      active.endLog();
      if (refusal === undefined) {
        if (end.status === "completed") active.begin();
        const record = store.finish(id, end);
        onEnd(record);
      } else {
        store.remove(id);
      }
    } catch (error) {
      // The store has failed: the next start of the server finds the workload unfinished.
      onError(error as Error);
    }
    this.#active.delete(id);
    this.#bytes -= bytes;
    active.end(store.isOpen() ? store.get(id) : undefined);
    return refusal;
  }

  #requireOpen(): void {
    if (this.#closing) throw new HttpFailure(503, "the server is shutting down");
  }
}

function endOf(result: WorkloadResult, killedBy: string | undefined): WorkloadEnd {
  const { status, output, exitCode, reason, durationMs, startedAt, finishedAt } = result;
  const error = status === "killed" ? (killedBy ?? result.error) : result.error;
  return {
    ...{ status, output, durationMs, finishedAt },
    ...(exitCode !== undefined && { exitCode }),
    ...(reason !== undefined && { reason }),
    ...(error !== undefined && { error }),
    // One that never had its turn has not begun.
    ...(exitCode !== undefined || status !== "killed" ? { startedAt } : {}),
  };
}

function failureOf(error: unknown): Pick<WorkloadEnd, "status" | "reason" | "error"> {
  const message = error instanceof Error ? error.message : String(error);
  if (!IsolationError.isInstance(error)) {
    return { status: "failed", reason: "backend", error: `the backend failed: ${message.split("\n")[0]}` };
  }
  const prefix = error.code === "unavailable" || error.code === "closed" ? "resolve backend: " : "";
  return { status: "failed", reason: error.code, error: prefix + message };
}

function busy(message: string): HttpFailure {
  return new HttpFailure(429, message, { "retry-after": "5" });
}
