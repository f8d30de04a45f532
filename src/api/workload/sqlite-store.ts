import type { Database } from "libsql";
import type { LogLine, LogStream } from "./log-line.js";
import { closeDatabase, databaseFailure, openDatabase } from "./open-database.js";
import { type Row, readRecord, recordColumns } from "./sqlite-schema.js";
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
  /** Bytes above which older ones are deleted, too. */
  readonly keepBytes: number;
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
  const client = await openDatabase(file);
  try {
    const store = new SqliteStore(client, options);
    store.failUnfinished();
    return store;
  } catch (error) {
    client.close();
    throw databaseFailure(file, error);
  }
}

class SqliteStore implements WorkloadStore {
  readonly #client: Database;
  readonly #options: SqliteStoreOptions;
  #finished = 0;

  constructor(client: Database, options: SqliteStoreOptions) {
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
    this.#finished = this.#count();
    this.#forgetOldest();
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
    this.#finished++;
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

  list(limit: number, offset: number, status?: RecordStatus): WorkloadPage {
    const columns = recordColumns.filter((column) => column !== "output").join(", ");
    const [where, values] = status === undefined ? ["", []] : ["where status = ?", [status]];
    const rows = this.#client
      .prepare(`select ${columns} from workloads ${where} order by number desc limit ? offset ?`)
      .all(...values, limit, offset) as Row[];
    return { workloads: rows.map(readRecord), total: this.#count(where, values) };
  }

  appendLog(id: string, lines: readonly LogLine[]): void {
    const insert = this.#client.prepare(
      `insert into log_lines (workload, seq, stream, line, created_at)
         select number, ?, ?, ?, ? from workloads where id = ?`,
    );
    this.#client.transaction(() => {
      for (const { seq, stream, line, created_at } of lines) insert.run(seq, stream, line, created_at, id);
    })();
  }

  readLog(id: string, after: number, limit: number): readonly LogLine[] {
    const rows = this.#client
      .prepare(
        `select seq, stream, line, created_at from log_lines
           where workload = (select number from workloads where id = ?) and seq > ? order by seq limit ?`,
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
    closeDatabase(this.#client);
  }

  #count(where = "", values: readonly string[] = []): number {
    const query = this.#client.prepare(`select count(*) as count from workloads ${where}`);
    return Number((query.get(...values) as Row).count);
  }

  #move(id: string, to: RecordStatus): void {
    const row = this.#client.prepare("select status from workloads where id = ?").get(id) as Row;
    requireTransition(row.status as RecordStatus, to);
  }

  /** The one that has just ended stays, whatever it takes. */
  #forgetOldest(): void {
    const { keep, keepBytes } = this.#options;
    while (this.#finished > 1 && (this.#finished > keep || this.#usedBytes() > keepBytes)) {
      const oldest = "select number from workloads where finished_at is not null order by number limit 1";
      this.#client.prepare(`delete from workloads where number = (${oldest})`).run();
      this.#finished--;
    }
  }

  /** Of the file, but for the pages that are free to be used again. */
  #usedBytes(): number {
    const { pages, free, size } = this.#client
      .prepare(
        `select page_count as pages, freelist_count as free, page_size as size
           from pragma_page_count(), pragma_freelist_count(), pragma_page_size()`,
      )
      .get() as Row;
    return (Number(pages) - Number(free)) * Number(size);
  }
}
