import type { Availability, IsolationBackend, IsolationCapabilities, WorkloadResult } from "../backend.js";
import { IsolationError } from "../isolation-error.js";
import type { WorkloadRuntime } from "../workload.js";

/** Stands for a backend whose code cannot be loaded: it is listed with the reason, and runs nothing. */
export class UnavailableBackend implements IsolationBackend {
  readonly id: string;
  readonly #capabilities: IsolationCapabilities;
  readonly #reason: string;

  /** @param declared What the manifest says that the backend can do; anything may be missing. */
  constructor(id: string, declared: { readonly [name: string]: unknown }, reason: string) {
    const { name, supported_runtimes, supported_isolations, max_concurrency } = declared;
    this.id = id;
    this.#reason = reason;
    this.#capabilities = {
      name: typeof name === "string" ? name : id,
      supported_runtimes: texts(supported_runtimes) as readonly WorkloadRuntime[],
      supported_isolations: texts(supported_isolations),
      max_concurrency: typeof max_concurrency === "number" ? max_concurrency : 0,
    };
  }

  capabilities(): IsolationCapabilities {
    return this.#capabilities;
  }

  async available(): Promise<Availability> {
    return { available: false, reason: this.#reason };
  }

  async execute(): Promise<WorkloadResult> {
    throw new IsolationError(
      "unavailable",
      `backend ${JSON.stringify(this.id)} is not available: ${this.#reason}`,
    );
  }

  async cleanup(): Promise<void> {}

  async close(): Promise<void> {}
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}
