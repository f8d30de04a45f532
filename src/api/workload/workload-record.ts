/** Where a workload is in its life; the last three are final. */
export const recordStatuses = ["pending", "running", "completed", "failed", "killed"] as const;

export type RecordStatus = (typeof recordStatuses)[number];

/** What is known of a workload, as the HTTP API shows it. It holds neither its code nor its input. */
export interface WorkloadRecord {
  /** A ULID: sorts by the time of submission. */
  readonly id: string;
  readonly status: RecordStatus;
  /** As asked for: the name of a backend or `auto`. */
  readonly isolation: string;
  /** The backend that it was given to. */
  readonly isolation_used: string;
  readonly runtime: string;
  /** The server that took it. */
  readonly node_id: string;
  /** SHA-256 of the input as JSON, in hex. */
  readonly input_hash?: string;
  /** In base64. Not in lists. */
  readonly output?: string;
  readonly exit_code?: number;
  /** Why it did not complete, in a word and in a line. */
  readonly reason?: string;
  readonly error?: string;
  /** Cores, MiB and seconds, as asked for. */
  readonly cpu_limit?: number;
  readonly mem_limit?: number;
  readonly timeout_s?: number;
  readonly duration_ms?: number;
  /** ISO 8601, UTC. */
  readonly created_at: string;
  readonly started_at?: string;
  readonly finished_at?: string;
}

/** How a workload ended. */
export interface WorkloadEnd {
  readonly status: "completed" | "failed" | "killed";
  readonly output?: Uint8Array;
  readonly exitCode?: number;
  readonly reason?: string;
  readonly error?: string;
  readonly durationMs?: number;
  readonly startedAt?: string;
  readonly finishedAt: string;
}

/** Whether a workload is over. */
export function isFinal(status: RecordStatus): boolean {
  return status === "completed" || status === "failed" || status === "killed";
}

const next: { readonly [status in RecordStatus]: readonly RecordStatus[] } = {
  pending: ["running", "failed", "killed"],
  running: ["completed", "failed", "killed"],
  completed: [],
  failed: [],
  killed: [],
};

/** Refuses what cannot come after a status. */
export function requireTransition(from: RecordStatus, to: RecordStatus): void {
  if (next[from].includes(to)) return;
  throw new Error(`invalid status transition: cannot transition from "${from}" to "${to}"`);
}
