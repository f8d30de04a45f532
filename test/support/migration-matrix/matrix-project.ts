import { join } from "node:path";
import { connectionTarget } from "../../../src/migration/database/connection-target.js";
import { databaseExists, openDatabase } from "../../../src/migration/database/open-database.js";
import type {
  Migration,
  MigrationDirection,
  MigrationEngine,
  MigrationRunOptions,
  MigrationRunResult,
} from "../../../src/migration/engine.js";
import { EngineProcess } from "../engine-process.js";
import { temporaryFolder } from "../folders.js";
import type { DatabaseKind, EngineFixture, LogicalMigration } from "../migration-engines/engine-fixture.js";
import type { MatrixDatabases } from "./matrix-databases.js";

/** A project with migrations in the format of one engine, on one kind of database. */
export class MatrixProject {
  readonly kind: DatabaseKind;
  readonly fixture: EngineFixture;
  readonly engine: MigrationEngine;
  readonly folder: string;
  readonly #url: string;
  config: Record<string, unknown>;
  path = "db";

  private constructor(
    kind: DatabaseKind,
    fixture: EngineFixture,
    engine: MigrationEngine,
    folder: string,
    url: string,
  ) {
    this.kind = kind;
    this.fixture = fixture;
    this.engine = engine;
    this.folder = folder;
    this.#url = url;
    this.config = { engine: fixture.engine, path: this.path, ...fixture.config };
  }

  static async create(
    kind: DatabaseKind,
    fixture: EngineFixture,
    databases: MatrixDatabases,
  ): Promise<MatrixProject> {
    const folder = temporaryFolder();
    const url = await databases.create(kind, folder);
    return new MatrixProject(kind, fixture, await fixture.load(), folder, url);
  }

  /** Makes the project have exactly these migrations. */
  write(...migrations: readonly LogicalMigration[]): void {
    this.fixture.write(join(this.folder, this.path), migrations, this.kind);
  }

  /** The ids of some migrations. */
  ids(...migrations: readonly LogicalMigration[]): string[] {
    return migrations.map(({ index, name }) => this.fixture.idOf(index, name));
  }

  options(): MigrationRunOptions {
    return {
      config: this.config,
      database: "main",
      migrationPath: this.path,
      workDir: this.folder,
      direction: "up",
      connectionEnv: "DB_URL",
      env: { DB_URL: this.#url },
    };
  }

  run(direction: MigrationDirection = "up", steps = 0): Promise<MigrationRunResult> {
    return this.engine.run({ ...this.options(), direction, steps });
  }

  plan(): Promise<readonly Migration[]> {
    return this.engine.plan(this.options());
  }

  /** The states of all migrations, in the order of the plan. */
  async states(): Promise<string[]> {
    return (await this.plan()).map(({ state }) => state);
  }

  resolve(migration: LogicalMigration, as: "applied" | "rolled-back"): Promise<Migration> {
    const [id = ""] = this.ids(migration);
    return this.engine.resolve({ ...this.options(), migration: id, as });
  }

  /** Runs `up` in a process of its own. */
  runElsewhere(): EngineProcess {
    return new EngineProcess(this.options(), this.fixture.engine);
  }

  /** Runs a statement on the database, beside the engine, and gives its rows as lists. */
  async rows(statement: string): Promise<unknown[][]> {
    const database = await openDatabase(connectionTarget(this.options()));
    try {
      return (await database.query(statement)).map((row) => Object.values(row));
    } finally {
      await database.close();
    }
  }

  /** The tables of the database that no tool has made for itself. */
  async tables(): Promise<string[]> {
    if (!(await databaseExists(connectionTarget(this.options())))) return [];
    const rows = await this.rows(TABLES[this.kind]);
    return rows.map(([name]) => String(name)).filter((name) => /^(t\d+|ledger)$/.test(name));
  }
}

const POSTGRES = "select tablename::text as name from pg_tables where schemaname = 'public' order by 1";

const TABLES: Readonly<Record<DatabaseKind, string>> = {
  postgres: POSTGRES,
  pglite: POSTGRES,
  mysql:
    "select table_name as name from information_schema.tables where table_schema = database() order by 1",
  sqlite: "select name from sqlite_master where type = 'table' order by 1",
};
