import type { Database, Row } from "../database/database.js";
import { ensureTable, findNamedTable, quoteTable, splitTableName } from "../database/tables.js";
import type { MigrationDirection } from "../engine.js";

/** What the audit table knows of a migration. */
export interface AuditRow {
  readonly version: string;
  readonly file: string;
  readonly checksum: string;
  readonly direction: MigrationDirection;
  /** `running` and `failed` are only ever seen of what could not run in a transaction. */
  readonly state: AuditState;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** For a failed one what the database said, for a running one how far it is. */
  readonly error: string | undefined;
}

export type AuditState = "applied" | "running" | "failed";

/** A migration as the audit table records it. */
export interface AuditSubject {
  readonly version: string;
  readonly file: string;
  readonly checksum: string;
}

/** Some databases' `text` has an end. */
const MAX_ERROR = 4000;

const COLUMNS = ["version", "file", "checksum", "direction", "state", "at", "error"] as const;

const DEFINITION = `version varchar(255) not null primary key, file varchar(255) not null,
  checksum varchar(64) not null, direction varchar(4) not null, state varchar(10) not null,
  at varchar(32) not null, error text`;

/**
 * The table beside a tool's own, for what the tool does not record: checksums, times, and the marker of what is being
 * run outside a transaction. It is addressed by its full name, because a migration may change the search path.
 */
export class AuditTable {
  readonly #database: Database;
  readonly #name: string;

  private constructor(database: Database, name: string) {
    this.#database = database;
    this.#name = name;
  }

  /**
   * Finds the table, or creates it, with its schema if need be.
   *
   * @param table `name` or `schema.name`; by convention the tool's own table with `_audit` at the end.
   */
  static async ensure(database: Database, table: string): Promise<AuditTable> {
    // Messages and names can have any characters, whatever the database is set to.
    const options = database.dialect.name === "mysql" ? "character set utf8mb4 collate utf8mb4_bin" : "";
    const name = await ensureTable(database, splitTableName(table), DEFINITION, options);
    return new AuditTable(database, quoteTable(database, name));
  }

  /** Reads the table by version; empty when there is none. Changes nothing. */
  static async read(database: Database, table: string): Promise<ReadonlyMap<string, AuditRow>> {
    const name = await findNamedTable(database, splitTableName(table));
    if (name === undefined) return new Map();
    const rows = await database.query(`select * from ${quoteTable(database, name)}`);
    return new Map(rows.map((row) => [String(row.version), auditRow(row)]));
  }

  /**
   * Writes what is known of a migration, in place of what was.
   *
   * @param at when it was applied, should that not be now.
   */
  async mark(
    subject: AuditSubject,
    direction: MigrationDirection,
    state: AuditState,
    error: string | null = null,
    at: string = new Date().toISOString(),
  ): Promise<void> {
    await this.put({
      ...subject,
      direction,
      state,
      at,
      error: error?.slice(0, MAX_ERROR),
    });
  }

  /** Writes a row as it is, in place of the one with its version. */
  async put(row: AuditRow): Promise<void> {
    const { dialect } = this.#database;
    const values = COLUMNS.map((column) => row[column] ?? null);
    const places = values.map((_, index) => dialect.placeholder(index + 1)).join(", ");
    const others = COLUMNS.filter((column) => column !== "version");
    await this.#database.change(
      `insert into ${this.#name} (${COLUMNS.join(", ")}) values (${places}) ${dialect.orReplace("version", others)}`,
      values,
    );
  }

  /** Puts the row of a migration back to what it was. */
  async restore(version: string, before: AuditRow | undefined): Promise<void> {
    if (before === undefined) await this.forget(version);
    else await this.put(before);
  }

  /** Removes a migration from the table. */
  async forget(version: string): Promise<void> {
    const place = this.#database.dialect.placeholder(1);
    await this.#database.change(`delete from ${this.#name} where version = ${place}`, [version]);
  }
}

function auditRow(row: Row): AuditRow {
  return {
    version: String(row.version),
    file: String(row.file),
    checksum: String(row.checksum),
    direction: row.direction === "down" ? "down" : "up",
    state: row.state === "running" || row.state === "failed" ? row.state : "applied",
    at: String(row.at),
    error: typeof row.error === "string" ? row.error : undefined,
  };
}
