import type { Database as Libsql } from "libsql";
import { missingPackage } from "../../errors/missing-package.js";
import { ApiError } from "../api-error.js";
import type { LogLine, LogStream } from "./log-line.js";
import { type Row, readRecord, recordColumns, schemaSql } from "./sqlite-schema.js";
import {
  type RecordStatus,
  recordStatuses,
  requireTransition,
  type WorkloadEnd,
  type WorkloadRecord,
} from "./workload-record.js";
import type { WorkloadPage, WorkloadStatistics, WorkloadStore } from "./workload-store.js";

export interface SqliteStoreOptions {
  /** How many finished workloads are kept; older ones are deleted with their logs. */
  readonly keep: number;
  readonly now: () => Date;
}

/**
 * Opens the database of workloads, which one process at a time may have. Workloads that an earlier process has left
 * unfinished end as failed.
 *
 * @param file Path of the database, made when absent; `:memory:` for one that ends with the process.
 * @throws ApiError `store_unavailable`
 */
export async function openSqliteStore(file: string, options: SqliteStoreOptions): Promise<WorkloadStore> {
  const client = open(await importLibsql(), file);
  const store = new SqliteStore(client, options);
  store.failUnfinished();
  return store;
}

type Client = new (file: string) => Libsql;

async function importLibsql(): Promise<Client> {
  try {
    return (await import("libsql")).default;
  } catch (error) {
    if (missingPackage(error) !== "libsql") throw error;
    const message = "workloads are kept in SQLite; install its driver: npm install libsql";
    throw new ApiError("store_unavailable", message, { cause: error });
  }
}

function open(Client: Client, file: string): Libsql {
  let client: Libsql | undefined;
  try {
    client = new Client(file);
    // Held until the process ends, so that a second server cannot take the workloads of this one for abandoned.
    client.exec("pragma locking_mode = exclusive; pragma busy_timeout = 500");
    client.exec("pragma journal_mode = wal; pragma synchronous = normal; pragma foreign_keys = on");
    client.exec(schemaSql);
    return client;
  } catch (error) {
    client?.close();
    throw new ApiError("store_unavailable", `database ${file}: ${reasonOf(error)}`, { cause: error });
  }
}

function reasonOf(error: unknown): string {
  const { message } = error as Error;
  if (/locked|busy/i.test(message)) return "another server is using it";
  return message.includes("Unable to open") ? "the file cannot be opened" : message;
}

class SqliteStore implements WorkloadStore {
  readonly #client: Libsql;
  readonly #options: SqliteStoreOptions;

  constructor(client: Libsql, options: SqliteStoreOptions) {
    this.#client = client;
    this.#options = options;
  }

  failUnfinished(): void {
    const now = this.#options.now().toISOString();
    for (const [status, error] of [
      ["pending", "the server ended before the workload ran"],
      ["running", "the server ended while the workload was running"],
    ] as const) {
      this.#client
        .prepare(
          "update workloads set status = 'failed', reason = 'server', error = ?, finished_at = ? where status = ?",
        )
        .run(error, now, status);
    }
  }

  insert(record: WorkloadRecord): void {
    const row = record as unknown as Row;
    const values = recordColumns.map((column) => row[column] ?? null);
    const places = recordColumns.map(() => "?").join(", ");
    this.#client
      .prepare(`insert into workloads (${recordColumns.join(", ")}) values (${places})`)
      .run(...values);
  }

  start(id: string, startedAt: string): void {
    this.#move(id, "running");
    this.#client
      .prepare("update workloads set status = 'running', started_at = ? where id = ?")
      .run(startedAt, id);
  }

  finish(id: string, end: WorkloadEnd): WorkloadRecord {
    this.#move(id, end.status);
    this.#client
      .prepare(
        `update workloads set status = ?, output = ?, exit_code = ?, reason = ?, error = ?, duration_ms = ?,
           started_at = coalesce(?, started_at), finished_at = ? where id = ?`,
      )
      .run(
        end.status,
        end.output === undefined || end.output.length === 0 ? null : Buffer.from(end.output),
        end.exitCode ?? null,
        end.reason ?? null,
        end.error?.replaceAll("\0", "\ufffd") ?? null,
        end.durationMs === undefined ? null : Math.round(end.durationMs),
        end.startedAt ?? null,
        end.finishedAt,
        id,
      );
    this.#forgetOldest();
    return this.get(id) as WorkloadRecord;
  }

  remove(id: string): void {
    this.#client.prepare("delete from workloads where id = ?").run(id);
  }

  get(id: string): WorkloadRecord | undefined {
    const row = this.#client.prepare("select * from workloads where id = ?").get(id);
    return row === undefined ? undefined : readRecord(row as Row);
  }

  list(limit: number, offset: number): WorkloadPage {
    const columns = recordColumns.filter((column) => column !== "output").join(", ");
    const rows = this.#client
      .prepare(`select ${columns} from workloads order by number desc limit ? offset ?`)
      .all(limit, offset) as Row[];
    return { workloads: rows.map(readRecord), total: this.#count() };
  }

  appendLog(id: string, lines: readonly LogLine[]): void {
    const insert = this.#client.prepare(
      "insert into log_lines (workload_id, seq, stream, line, created_at) values (?, ?, ?, ?, ?)",
    );
    this.#client.transaction(() => {
      for (const { seq, stream, line, created_at } of lines) insert.run(id, seq, stream, line, created_at);
    })();
  }

  readLog(id: string, after: number, limit: number): readonly LogLine[] {
    const rows = this.#client
      .prepare(
        "select seq, stream, line, created_at from log_lines where workload_id = ? and seq > ? order by seq limit ?",
      )
      .all(id, after, limit) as Row[];
    return rows.map(({ seq, stream, line, created_at }) => ({
      seq: Number(seq),
      stream: stream as LogStream,
      line: String(line),
      created_at: String(created_at),
    }));
  }

  statistics(): WorkloadStatistics {
    const counts = (column: string): Map<string, number> => {
      const rows = this.#client
        .prepare(`select ${column} as name, count(*) as count from workloads group by 1 order by 1`)
        .all() as Row[];
      return new Map(rows.map(({ name, count }) => [String(name), Number(count)]));
    };
    const statuses = counts("status");
    const average = this.#client.prepare("select avg(duration_ms) as average from workloads").get() as Row;
    return {
      total: this.#count(),
      by_status: Object.fromEntries(
        recordStatuses.map((status) => [status, statuses.get(status) ?? 0]),
      ) as Record<RecordStatus, number>,
      by_isolation: Object.fromEntries(counts("isolation_used")),
      avg_duration_ms: Number(average.average ?? 0),
    };
  }

  isOpen(): boolean {
    return this.#client.open;
  }

  close(): void {
    // The driver leaves the log behind; whoever copies the file must not need it.
    this.#client.exec("pragma wal_checkpoint(truncate)");
    this.#client.close();
  }

  #count(): number {
    const { count } = this.#client.prepare("select count(*) as count from workloads").get() as Row;
    return Number(count);
  }

  #move(id: string, to: RecordStatus): void {
    const row = this.#client.prepare("select status from workloads where id = ?").get(id) as Row;
    requireTransition(row.status as RecordStatus, to);
  }

  #forgetOldest(): void {
    this.#client
      .prepare(
        `delete from workloads where finished_at is not null and number <=
           (select number from workloads where finished_at is not null order by number desc limit 1 offset ?)`,
      )
      .run(this.#options.keep);
  }
}
