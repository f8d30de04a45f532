import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { connectionTarget } from "../../../src/migration/database/connection-target.js";
import type { Row } from "../../../src/migration/database/database.js";
import { openDatabase } from "../../../src/migration/database/open-database.js";
import type { Migration, MigrationDirection, MigrationRunResult } from "../../../src/migration/engine.js";
import prismaEngine from "../../../src/migration/prisma/index.js";
import { temporaryFolder } from "../../support/folders.js";

type Options = Parameters<typeof prismaEngine.run>[0];

/** A folder with Prisma's migrations for one database, and the engine at work on it. */
export class PrismaProject {
  readonly folder: string = temporaryFolder();
  config: Options["config"] = { engine: "prisma", path: "prisma" };
  readonly #url: string;

  constructor(url = "sqlite:app.db") {
    this.#url = url;
    mkdirSync(join(this.folder, "prisma"));
  }

  write(path: string, text: string): void {
    const file = join(this.folder, "prisma", path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  /** Writes a migration. */
  add(name: string, up: string, down?: string): void {
    this.write(`${name}/migration.sql`, up);
    if (down !== undefined) this.write(`${name}/down.sql`, down);
  }

  options(): Options {
    return {
      config: this.config,
      database: "main",
      migrationPath: this.config.path,
      workDir: this.folder,
      direction: "up",
      connectionEnv: "DB_URL",
      env: { DB_URL: this.#url },
    };
  }

  run(direction: MigrationDirection = "up", more: Partial<Options> = {}): Promise<MigrationRunResult> {
    return prismaEngine.run({ ...this.options(), direction, ...more });
  }

  resolve(migration: string, as: "applied" | "rolled-back"): Promise<Migration> {
    return prismaEngine.resolve({ ...this.options(), migration, as });
  }

  plan(): Promise<readonly Migration[]> {
    return prismaEngine.plan(this.options());
  }

  /** `id state` of every migration. */
  async states(): Promise<string[]> {
    return (await this.plan()).map(({ id, state }) => `${id} ${state}`);
  }

  /** Runs a script on the database, beside the engine. */
  async execute(script: string): Promise<void> {
    await this.#open((database) => database.execute(script));
  }

  /** The rows of a statement, beside the engine. */
  async rows(statement: string): Promise<readonly Row[]> {
    return await this.#open((database) => database.query(statement));
  }

  async #open<Result>(
    action: (database: Awaited<ReturnType<typeof openDatabase>>) => Promise<Result>,
  ): Promise<Result> {
    const database = await openDatabase(connectionTarget(this.options()));
    try {
      return await action(database);
    } finally {
      await database.close();
    }
  }
}
