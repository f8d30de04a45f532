import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { connectionTarget } from "../../src/migration/database/connection-target.js";
import { openDatabase } from "../../src/migration/database/open-database.js";
import type {
  Migration,
  MigrationDirection,
  MigrationEngine,
  MigrationRunOptions,
  MigrationRunResult,
} from "../../src/migration/engine.js";
import { MigrationError } from "../../src/migration/migration-error.js";
import { temporaryFolder } from "./folders.js";

/** A project whose files a test writes itself, and an engine at work on its database. */
export class EngineProject {
  readonly folder: string = temporaryFolder();
  readonly engine: MigrationEngine;
  readonly url: string;
  config: Record<string, unknown>;

  /** Without a URL: on SQLite, in the file `app.db`. */
  constructor(engine: MigrationEngine, url = "sqlite:app.db") {
    this.engine = engine;
    this.url = url;
    this.config = { engine: engine.id, path: "db" };
    mkdirSync(join(this.folder, "db"));
  }

  /** Writes a file below `db`. */
  write(name: string, text: string): void {
    const file = join(this.folder, "db", name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  options(): MigrationRunOptions {
    return {
      config: this.config,
      database: "main",
      migrationPath: "db",
      workDir: this.folder,
      direction: "up",
      connectionEnv: "DB_URL",
      env: { DB_URL: this.url },
    };
  }

  run(direction: MigrationDirection = "up", steps = 0): Promise<MigrationRunResult> {
    return this.engine.run({ ...this.options(), direction, steps });
  }

  plan(): Promise<readonly Migration[]> {
    return this.engine.plan(this.options());
  }

  /** `id state` of every migration. */
  async states(): Promise<string[]> {
    return (await this.plan()).map(({ id, state }) => `${id} ${state}`);
  }

  resolve(migration: string, as: "applied" | "rolled-back"): Promise<Migration> {
    return this.engine.resolve({ ...this.options(), migration, as });
  }

  /** Runs a statement beside the engine. */
  async rows(statement: string): Promise<unknown[][]> {
    const database = await openDatabase(connectionTarget(this.options()));
    try {
      return (await database.query(statement)).map((row) => Object.values(row));
    } finally {
      await database.close();
    }
  }
}

/** The error with which an operation fails. */
export async function migrationFailure(running: Promise<unknown>): Promise<MigrationError> {
  const error: unknown = await running.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!MigrationError.isInstance(error)) throw new Error(`not a MigrationError: ${String(error)}`);
  return error;
}
