import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import type { CliContext } from "../../../src/cli/context.js";
import { main } from "../../../src/cli/main.js";
import { temporaryFolder } from "../../support/folders.js";
import { TextSink } from "../../support/text-sink.js";

export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A project with databases, and the command line at work on it in this process. */
export class CliProject {
  readonly folder: string = temporaryFolder();
  env: NodeJS.ProcessEnv = {};

  /** Writes the document (JSON in YAML), and an empty folder of migrations for each database that has any. */
  databases(databases: Readonly<Record<string, object>>): void {
    this.write("stagecraft.yml", JSON.stringify({ project: { name: "shop" }, databases }));
    for (const database of Object.values(databases)) {
      const { migrations } = database as { migrations?: { path?: string } };
      if (migrations?.path !== undefined) mkdirSync(join(this.folder, migrations.path), { recursive: true });
    }
  }

  write(path: string, text: string): void {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  async run(...args: string[]): Promise<Run> {
    const [stdout, stderr] = [new TextSink(), new TextSink()];
    const context: CliContext = {
      ...{ cwd: this.folder, env: this.env, exitCode: 0 },
      stdin: Readable.from([]),
      stdout: stdout as unknown as NodeJS.WriteStream,
      stderr: stderr as unknown as NodeJS.WriteStream,
    };
    const code = await main(args, context);
    return { code, stdout: stdout.text, stderr: stderr.text };
  }

  migrate(...args: string[]): Promise<Run> {
    return this.run("migrate", ...args);
  }

  /** What `--json` prints. */
  async json(...args: string[]): Promise<unknown> {
    const { stdout } = await this.migrate(...args, "--json");
    return JSON.parse(stdout);
  }
}

/** A database in a file of SQLite, whose URL is in the variable of that name. */
export function sqlite(name: string, more: object = {}): object {
  return {
    connection_env: `${name.toUpperCase()}_URL`,
    migrations: { engine: "raw", path: name, ...more },
  };
}

/** A migration in dbmate's format. */
export function sql(up: string, down = ""): string {
  return `-- migrate:up\n${up}\n-- migrate:down\n${down}\n`;
}
