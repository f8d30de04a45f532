import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import type { CliContext } from "../../src/cli/context.js";
import { main } from "../../src/cli/main.js";
import { temporaryFolder } from "../support/folders.js";
import { TextSink } from "../support/text-sink.js";

export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly stdin?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly isTerminal?: boolean;
}

/** Runs `provc validate` in a folder, in this process. */
export async function validate(cwd: string, args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const [stdout, stderr] = [new TextSink(), new TextSink()];
  Object.assign(stdout, { isTTY: options.isTerminal === true });
  const context: CliContext = {
    ...{ cwd, env: options.env ?? {}, exitCode: 0 },
    stdin: Readable.from(options.stdin === undefined ? [] : [Buffer.from(options.stdin)]),
    stdout: stdout as unknown as NodeJS.WriteStream,
    stderr: stderr as unknown as NodeJS.WriteStream,
  };
  const code = await main(["validate", ...args], context);
  return { code, stdout: stdout.text, stderr: stderr.text };
}

/** A new folder with these files: path → text. */
export function folderWith(files: { readonly [path: string]: string }): string {
  const folder = temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** A document of the shipped kinds that is valid, and one with two mistakes. */
export const valid = `project: {name: shop}
backend:
  provider: generic
  providers:
    generic: {dev: {command: [npm, run, dev]}}
databases:
  main: {migrations: {engine: raw, path: ./migrations}}
`;
export const invalid: string = valid.replace("provider: generic", "provider: genric").replace("raw", "rw");

/** One warning and no error. */
export const dubious: string = valid.replace("    generic:", "    acme:x: {}\n    generic:");
