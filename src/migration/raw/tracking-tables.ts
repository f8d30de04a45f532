import { type AuditSubject, AuditTable } from "../audit/audit-table.js";
import type { Database } from "../database/database.js";
import { DatabaseError } from "../database/database-error.js";
import { ensureTable, findNamedTable, quoteTable, splitTableName } from "../database/tables.js";
import type { MigrationDirection } from "../engine.js";
import type { Recorded } from "../states/migration-states.js";
import type { MigrationFile } from "./migration-file.js";

/** dbmate's definition of its table. */
function versionsColumn(name: Database["dialect"]["name"]): string {
  return `version ${name === "postgres" ? "varchar" : "varchar(128)"} primary key`;
}

/** The table beside dbmate's. */
function auditTableName(table: string): string {
  return `${table}_audit`;
}

/** Reads both tables as far as they exist; changes nothing. */
export async function readRecorded(database: Database, table: string): Promise<Recorded> {
  const versions = await findNamedTable(database, splitTableName(table));
  const rows =
    versions === undefined
      ? []
      : await database.query(`select version from ${quoteTable(database, versions)}`);
  return {
    applied: new Map(rows.map((row) => [String(row.version), {}])),
    audit: await AuditTable.read(database, auditTableName(table)),
  };
}

/** The two tables of a database: dbmate's own, which holds the applied versions, and the audit table beside it. */
export class TrackingTables {
  readonly audit: AuditTable;
  readonly #database: Database;
  readonly #versions: string;

  private constructor(database: Database, versions: string, audit: AuditTable) {
    this.#database = database;
    this.#versions = versions;
    this.audit = audit;
  }

  /** Finds the tables, or creates what is missing of them. */
  static async ensure(database: Database, table: string): Promise<TrackingTables> {
    const column = versionsColumn(database.dialect.name);
    const versions = await ensureTable(database, splitTableName(table), column);
    const audit = await AuditTable.ensure(database, auditTableName(table));
    return new TrackingTables(database, quoteTable(database, versions), audit);
  }

  /** Records a migration as applied or reverted; false when it is already. */
  async record(file: MigrationFile, direction: MigrationDirection): Promise<boolean> {
    if (direction === "up") {
      if (!(await this.addVersion(file.version))) return false;
      await this.audit.mark(auditSubject(file), "up", "applied");
      return true;
    }
    if (!(await this.removeVersion(file.version))) return false;
    await this.audit.forget(file.version);
    return true;
  }

  /** False when the version is there already, or while another session is adding it, once that is done. */
  async addVersion(version: string): Promise<boolean> {
    const { placeholder, orLeaveAlone, isDuplicateKey } = this.#database.dialect;
    const insert = `insert into ${this.#versions} (version) values (${placeholder(1)}) ${orLeaveAlone}`;
    try {
      return (await this.#database.change(insert, [version])) > 0;
    } catch (error) {
      if (error instanceof DatabaseError && isDuplicateKey(error)) return false;
      throw error;
    }
  }

  /** False when the version is not recorded. */
  async removeVersion(version: string): Promise<boolean> {
    const place = this.#database.dialect.placeholder(1);
    const statement = `delete from ${this.#versions} where version = ${place}`;
    return (await this.#database.change(statement, [version])) > 0;
  }
}

/** What the audit table records of a file. */
export function auditSubject({ id, version, checksum }: MigrationFile): AuditSubject {
  return { version, file: id, checksum };
}
