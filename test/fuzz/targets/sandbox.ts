import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import type { CliContext } from "../../../src/cli/context.js";
import { main } from "../../../src/cli/main.js";
import { TextSink } from "../../support/text-sink.js";

/** Text of a file beside the project, which nothing may read out. */
export const outsideCanary = "OUTSIDE-CANARY-7f3a";

/** What a command line came to. */
export interface SandboxRun {
  readonly code: number;
  readonly output: string;
}

/** A project in a folder of its own, with a file and links beside it that tempt to leave it. */
export class Sandbox {
  readonly folder: string = realpathSync(mkdtempSync(path.join(tmpdir(), "provc-fuzz-")));
  readonly project: string = path.join(this.folder, "project");
  readonly #files: { readonly [path: string]: string };

  constructor(files: { readonly [path: string]: string }) {
    this.#files = files;
    this.reset();
  }

  /** Puts the project back as it was. */
  reset(): void {
    rmSync(this.project, { recursive: true, force: true });
    this.write("../outside/secret.yaml", `type: object # ${outsideCanary}\n${outsideCanary}: 1\n`);
    for (const [file, text] of Object.entries(this.#files)) this.write(file, text);
    mkdirSync(path.join(this.project, "links"));
    symlinkSync("../../outside/secret.yaml", path.join(this.project, "links/out.yaml"));
    symlinkSync("../../outside", path.join(this.project, "links/outside"));
    symlinkSync("loop.yaml", path.join(this.project, "links/loop.yaml"));
  }

  write(file: string, content: string | Buffer): void {
    const absolute = path.join(this.project, file);
    mkdirSync(path.dirname(absolute), { recursive: true });
    writeFileSync(absolute, content);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Runs a command line in the project, in this process. */
  async run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<SandboxRun> {
    const sink = new TextSink();
    const context: CliContext = {
      ...{ cwd: this.project, env, exitCode: 0, stdin: Readable.from([]) },
      stdout: sink as unknown as NodeJS.WriteStream,
      stderr: sink as unknown as NodeJS.WriteStream,
    };
    const code = await main(args, context);
    return { code, output: sink.text };
  }

  /** Every file and folder outside of the folders that may change: path → what shows a change. */
  snapshot(mayChange: readonly string[]): Map<string, string> {
    const found = new Map<string, string>();
    const visit = (folder: string): void => {
      for (const name of readdirSync(folder)) {
        const absolute = path.join(folder, name);
        const relative = path.relative(this.folder, absolute);
        if (mayChange.includes(relative)) continue;
        const stats = lstatSync(absolute);
        found.set(
          relative,
          `${stats.mode} ${stats.isFile() ? `${stats.size} ${stats.mtimeMs} ${stats.ino}` : ""}`,
        );
        if (stats.isDirectory()) visit(absolute);
      }
    };
    visit(this.folder);
    return found;
  }

  /** Texts of all files below a folder of the project. */
  textsIn(folder: string): string {
    const absolute = path.join(this.project, folder);
    return readdirSync(absolute, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), "utf8"))
      .join("\n");
  }
}

/** What is wrong with a run, whatever the input was. */
export function problemsOfRun({ code, output }: SandboxRun, canaries: readonly string[]): string[] {
  const problems: string[] = [];
  if (![0, 1, 2].includes(code)) problems.push(`exit status ${code}`);
  if (/unexpected error|a bug; PROVC_DEBUG/.test(output))
    problems.push(`unexpected error: ${output.slice(0, 600)}`);
  if (/\n\s+at (?:async )?[\w.<>[\] ]*\(?(?:file:|node:|\/)/.test(output))
    problems.push(`stack trace: ${output.slice(0, 600)}`);
  for (const canary of canaries) {
    const at = output.indexOf(canary);
    if (at >= 0)
      problems.push(`${canary} is in the output: ${output.slice(Math.max(0, at - 300), at + 100)}`);
  }
  return problems;
}

export function differences(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): string[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names]
    .filter((name) => before.get(name) !== after.get(name))
    .map((name) => `${before.has(name) ? (after.has(name) ? "changed" : "removed") : "made"}: ${name}`);
}
