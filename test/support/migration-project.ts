import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Migration, MigrationDirection, MigrationRunResult } from "../../src/migration/engine.js";
import rawEngine from "../../src/migration/raw/index.js";
import { EngineProcess } from "./engine-process.js";
import { temporaryFolder } from "./folders.js";

type Options = Parameters<typeof rawEngine.run>[0];

/** A folder with migrations for one database, and the raw engine at work on it. */
export class MigrationProject {
  readonly folder: string = temporaryFolder();
  config: Options["config"] = { engine: "raw", path: "db" };
  readonly #connection: Pick<Options, "connectionEnv" | "env">;

  /** Without a URL: on the embedded database of the folder. */
  constructor(url?: string) {
    this.#connection = url === undefined ? {} : { connectionEnv: "DB_URL", env: { DB_URL: url } };
    mkdirSync(join(this.folder, "db"));
  }

  /** Writes a file as it is. */
  write(name: string, text: string): void {
    writeFileSync(join(this.folder, "db", name), text);
  }

  /** Writes a migration in dbmate's format. */
  add(name: string, up: string, down = "", options = ""): void {
    this.write(name, `-- migrate:up ${options}\n${up}\n-- migrate:down ${options}\n${down}\n`);
  }

  remove(name: string): void {
    rmSync(join(this.folder, "db", name));
  }

  options(): Options {
    return {
      config: this.config,
      database: "main",
      migrationPath: this.config.path,
      workDir: this.folder,
      direction: "up",
      ...this.#connection,
    };
  }

  run(direction: MigrationDirection = "up", more: Partial<Options> = {}): Promise<MigrationRunResult> {
    return rawEngine.run({ ...this.options(), direction, ...more });
  }

  plan(): Promise<readonly Migration[]> {
    return rawEngine.plan(this.options());
  }

  /** `id state` of every migration. */
  async states(): Promise<string[]> {
    return (await this.plan()).map(({ id, state }) => `${id} ${state}`);
  }

  /** Runs `up` in a process of its own. */
  runElsewhere(): EngineProcess {
    return new EngineProcess(this.options());
  }
}
