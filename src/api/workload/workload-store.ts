import type { LogLine } from "./log-line.js";
import type { RecordStatus, WorkloadEnd, WorkloadRecord } from "./workload-record.js";

/** A stretch of the list, newest first. */
export interface WorkloadPage {
  readonly workloads: readonly WorkloadRecord[];
  readonly total: number;
}

/** What all workloads together come to. */
export interface WorkloadStatistics {
  readonly total: number;
  readonly by_status: { readonly [status in RecordStatus]: number };
  /** By the backend that they were given to. */
  readonly by_isolation: { readonly [isolation: string]: number };
  /** Of those that ran; 0 when there are none. */
  readonly avg_duration_ms: number;
}

/** What keeps workloads and their logs. Every change is on its way to the disk when the method returns. */
export interface WorkloadStore {
  insert(record: WorkloadRecord): void;
  /** Sets a pending one to running. */
  start(id: string, startedAt: string): void;
  finish(id: string, end: WorkloadEnd): WorkloadRecord;
  /** Forgets a workload that was refused. */
  remove(id: string): void;
  get(id: string): WorkloadRecord | undefined;
  /** Newest first; with a status only those that have it. */
  list(limit: number, offset: number, status?: RecordStatus): WorkloadPage;
  appendLog(id: string, lines: readonly LogLine[]): void;
  /** The lines after `after`, oldest first. */
  readLog(id: string, after: number, limit: number): readonly LogLine[];
  statistics(): WorkloadStatistics;
  isOpen(): boolean;
  close(): void;
}
