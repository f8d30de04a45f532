import type { Database, Row, TableName } from "../database/database.js";
import type { MigrationDirection } from "../engine.js";
import type { MigrationFile } from "./migration-file.js";

/** What the side table knows of a migration. */
export interface AuditRow {
  readonly version: string;
  readonly file: string;
  readonly checksum: string;
  readonly direction: MigrationDirection;
  /** `running` and `failed` are only ever seen of what could not run in a transaction. */
  readonly state: "applied" | "running" | "failed";
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly error: string | undefined;
}

/** Everything that the database records of migrations. */
export interface Recorded {
  readonly versions: ReadonlySet<string>;
  readonly audit: ReadonlyMap<string, AuditRow>;
}

/** The names of both tables, as the config has them: `name` or `schema.name`. */
export interface TrackingNames {
  readonly schema: string | undefined;
  readonly versions: string;
  readonly audit: string;
}

/** Reads the config's `table`. */
export function trackingNames(table: string): TrackingNames {
  const dot = table.indexOf(".");
  const versions = table.slice(dot + 1);
  return { schema: dot === -1 ? undefined : table.slice(0, dot), versions, audit: `${versions}_audit` };
}

/** Reads both tables as far as they exist; changes nothing. */
export async function readRecorded(database: Database, names: TrackingNames): Promise<Recorded> {
  const versions = await readTable(database, await database.findTable(names.schema, names.versions));
  const audit = await readTable(database, await database.findTable(names.schema, names.audit));
  return {
    versions: new Set(versions.map((row) => String(row.version))),
    audit: new Map(audit.map((row) => [String(row.version), auditRow(row)])),
  };
}

async function readTable(database: Database, table: TableName | undefined): Promise<readonly Row[]> {
  return table === undefined ? [] : await database.query(`select * from ${qualified(database, table)}`);
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

function qualified(database: Database, { schema, table }: TableName): string {
  const quote = database.dialect.quoteIdentifier;
  return `${quote(schema)}.${quote(table)}`;
}

/**
 * The two tables of a database: dbmate's own, which holds the applied versions, and a side table, which dbmate does
 * not know, for what it does not record. Both are addressed by their full names, because a migration may change the
 * search path.
 */
export class TrackingTables {
  readonly #database: Database;
  readonly #versions: string;
  readonly #audit: string;

  private constructor(database: Database, versions: TableName, audit: TableName) {
    this.#database = database;
    this.#versions = qualified(database, versions);
    this.#audit = qualified(database, audit);
  }

  /** Finds the tables, or creates what is missing of them. */
  static async ensure(database: Database, names: TrackingNames): Promise<TrackingTables> {
    const versions = await ensureTable(database, names.schema, names.versions, "version varchar primary key");
    const audit = await ensureTable(
      database,
      names.schema,
      names.audit,
      `version varchar primary key, file varchar not null, checksum varchar(64) not null,
       direction varchar(4) not null, state varchar(10) not null, at varchar(32) not null, error text`,
    );
    return new TrackingTables(database, versions, audit);
  }

  /** Records a version as applied; false when it is already, or while another session is at it, once that is done. */
  async addVersion(version: string): Promise<boolean> {
    const p = this.#database.dialect.placeholder(1);
    const insert = `insert into ${this.#versions} (version) values (${p}) on conflict do nothing returning version`;
    return (await this.#database.query(insert, [version])).length > 0;
  }

  /** Takes a version back; false when it is not recorded. */
  async removeVersion(version: string): Promise<boolean> {
    const p = this.#database.dialect.placeholder(1);
    const statement = `delete from ${this.#versions} where version = ${p} returning version`;
    return (await this.#database.query(statement, [version])).length > 0;
  }

  /** Writes what the side table knows of a migration, in place of what it knew. */
  async mark(
    file: MigrationFile,
    direction: MigrationDirection,
    state: AuditRow["state"],
    error: string | null = null,
  ): Promise<void> {
    await this.forget(file.version);
    const values = [
      file.version,
      file.name,
      file.checksum,
      direction,
      state,
      new Date().toISOString(),
      error,
    ];
    const placeholders = values.map((_, index) => this.#database.dialect.placeholder(index + 1)).join(", ");
    await this.#database.query(
      `insert into ${this.#audit} (version, file, checksum, direction, state, at, error) values (${placeholders})`,
      values,
    );
  }

  /** Removes a migration from the side table. */
  async forget(version: string): Promise<void> {
    const p = this.#database.dialect.placeholder(1);
    await this.#database.query(`delete from ${this.#audit} where version = ${p}`, [version]);
  }
}

async function ensureTable(
  database: Database,
  schema: string | undefined,
  table: string,
  columns: string,
): Promise<TableName> {
  const found = await database.findTable(schema, table);
  if (found !== undefined) return found;
  const quote = database.dialect.quoteIdentifier;
  const name = schema === undefined ? quote(table) : `${quote(schema)}.${quote(table)}`;
  if (schema !== undefined) await database.execute(`create schema if not exists ${quote(schema)}`);
  await database.execute(`create table if not exists ${name} (${columns})`);
  const created = await database.findTable(schema, table);
  if (created === undefined) throw new Error(`the table ${name} cannot be found after its creation`);
  return created;
}
