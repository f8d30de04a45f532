import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** dbmate itself, from its npm package: what the raw engine shares files and tables with. */
export class Dbmate {
  readonly #program = programFile();
  readonly #url: string;
  readonly #folder: string;

  constructor(url: string, folder: string) {
    this.#url = url;
    this.#folder = folder;
  }

  /** Runs a command and gives what it prints. */
  run(...args: readonly string[]): string {
    const where = ["--url", this.#url, "--migrations-dir", this.#folder, "--no-dump-schema"];
    const result = spawnSync(this.#program, [...where, ...args], { encoding: "utf8" });
    if (result.status !== 0) throw new Error(`dbmate ${args.join(" ")}: ${result.stderr}${result.stdout}`);
    return result.stdout;
  }

  /** Its view of every migration: `[X] file` or `[ ] file`. */
  status(): string[] {
    return this.run("status")
      .split("\n")
      .filter((line) => line.startsWith("["));
  }
}

function programFile(): string {
  const require = createRequire(createRequire(import.meta.url).resolve("dbmate"));
  const platform = `@dbmate/${process.platform}-${process.arch}/package.json`;
  return join(dirname(require.resolve(platform)), "bin", "dbmate");
}
