import type { WorkloadRecord } from "./workload-record.js";

export type Row = { readonly [column: string]: unknown };

/** Says in the file's head what it is: `prvc` in ASCII. */
export const applicationId = 0x70_72_76_63;

/** What leads from each version of the tables to the next, from an empty file on. To be added to, never changed. */
export const schemaSteps: readonly string[] = [
  // The output, which may be large, comes last: SQLite reads a row up to the column that it is asked for.
  `
create table workloads (
  number integer primary key autoincrement,
  id text not null unique,
  status text not null,
  isolation text not null,
  isolation_used text not null,
  runtime text not null,
  node_id text not null,
  input_hash text,
  exit_code integer,
  reason text,
  error text,
  cpu_limit real,
  mem_limit real,
  timeout_s real,
  duration_ms integer,
  created_at text not null,
  started_at text,
  finished_at text,
  output blob
);
create index workloads_by_status on workloads (status, number);
create table log_lines (
  workload integer not null references workloads (number) on delete cascade,
  seq integer not null,
  stream text not null,
  line text not null,
  created_at text not null,
  primary key (workload, seq)
);
`,
];

/** In the order in which a record shows them. */
export const recordColumns: readonly string[] = [
  ...["id", "status", "isolation", "isolation_used", "runtime", "node_id", "input_hash", "output"],
  ...["exit_code", "reason", "error", "cpu_limit", "mem_limit", "timeout_s", "duration_ms"],
  ...["created_at", "started_at", "finished_at"],
];

/** What is null in the table is absent in the record. */
export function readRecord(row: Row): WorkloadRecord {
  const fields = recordColumns.flatMap((column) => {
    const value = row[column];
    if (value === null || value === undefined) return [];
    return [[column, value instanceof Uint8Array ? Buffer.from(value).toString("base64") : value] as const];
  });
  return Object.fromEntries(fields) as unknown as WorkloadRecord;
}
