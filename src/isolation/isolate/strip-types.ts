import { lstat, readFile, realpath, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { startConfined } from "../confinement/confined-process.js";
import { missingPackageError, requireSupported } from "../core/missing-package-error.js";
import { RunFailure } from "../core/run-failure.js";
import type { SandboxRun } from "../core/sandbox.js";

/** A module's text that does not compile; the message shows where. */
export class ModuleSyntaxError extends Error {
  override readonly name: string = "ModuleSyntaxError";
}

/** A module's text, under the name that its author knows it by. */
export interface NamedText {
  readonly name: string;
  readonly content: Uint8Array;
}

/** The folder for what comes of TypeScript modules, within that of the run. */
const OUTPUT = "js";
/** Threads of esbuild. */
const COMPILER_PROCESSES = 24;
const MOST_CHARACTERS = 64 * 1024;
/** Of JavaScript, which may be far longer than its TypeScript: deep nesting is indented. */
const MOST_BYTES = 64 * 1024 * 1024;
const OPTIONS = [
  `--outdir=${OUTPUT}`,
  "--preserve-symlinks",
  "--target=esnext",
  "--color=false",
  "--log-level=error",
  "--log-limit=20",
  // What a tsconfig of the project says is not meant for a workload.
  '--tsconfig-raw={"compilerOptions":{"verbatimModuleSyntax":true}}',
];

/**
 * Turns TypeScript modules into JavaScript, in their order. A text can be as hostile to a compiler as to what runs it: esbuild works
 * within the limits of the run, as a process of the run's own, so that no other run can come to harm with it.
 *
 * @throws ModuleSyntaxError; RunFailure when it takes too much; IsolationError `unavailable` when esbuild is not installed.
 */
export async function stripTypes(
  run: SandboxRun,
  modules: readonly NamedText[],
): Promise<readonly Uint8Array[]> {
  if (modules.length === 0) return [];
  // Under names of our own: theirs may be anything.
  const files = modules.map((_, index) => `m${index}`);
  for (const [index, { content }] of modules.entries()) {
    await writeFile(join(run.folder, `m${index}.ts`), content);
  }
  const confined = await startConfined(run, {
    command: [
      // The path to the folder leads through some that its user cannot enter.
      ...["/usr/bin/env", "PWD=/proc/self/cwd", findCompiler()],
      ...[...files.map((file) => `${file}.ts`), ...OPTIONS],
    ],
    cwd: run.folder,
    overhead: { memoryMb: 0, processes: COMPILER_PROCESSES },
  });
  let said = "";
  try {
    confined.child.stdin?.end();
    confined.child.stdout?.resume();
    confined.child.stderr?.on("data", (chunk: Buffer) => {
      said = (said + chunk.toString("utf8")).slice(0, MOST_CHARACTERS);
    });
    const status = await confined.exited;
    run.signal.throwIfAborted();
    const limit = confined.limitReached(status);
    if (limit !== undefined) throw new RunFailure(limit.reason, limit.message);
    if (status.exitCode !== 0) throw new ModuleSyntaxError(compilerMessage(said, modules));
  } finally {
    await confined.end();
  }
  return await readOutput(run.folder, files);
}

/** The same for one text. */
export async function strippedText(run: SandboxRun, name: string, text: string): Promise<string> {
  const [content = new Uint8Array()] = await stripTypes(run, [{ name, content: Buffer.from(text) }]);
  return Buffer.from(content).toString("utf8");
}

/** Reads what the compiler has written; links, if it had made any, would be followed with other rights than its own. */
async function readOutput(runFolder: string, files: readonly string[]): Promise<readonly Uint8Array[]> {
  const folder = join(await realpath(runFolder), OUTPUT);
  const contents: Uint8Array[] = [];
  let left = MOST_BYTES;
  for (const file of files) {
    const path = join(folder, `${file}.js`);
    const status = await lstat(path);
    if (!status.isFile() || status.nlink !== 1 || (await realpath(path)) !== path) {
      throw new Error("what the compiler has written is no file of its own");
    }
    left -= status.size;
    if (left < 0)
      throw new ModuleSyntaxError(`its JavaScript is larger than ${MOST_BYTES / 1024 / 1024} MiB`);
    contents.push(await readFile(path));
  }
  return contents;
}

function compilerMessage(said: string, modules: readonly NamedText[]): string {
  // A text that is nested too deeply for it; what follows is of use to esbuild's authors only.
  const fatal = /^(?:fatal error|panic): (.*)$/m.exec(said)?.[1];
  if (fatal !== undefined) return `the compiler has given up: ${fatal}`;
  const names = new Map(modules.map(({ name }, index) => [`m${index}`, name]));
  return said
    .replaceAll(/^( +)(\w+)\.ts(:\d+:\d+:)$/gm, (line, indent, file, place) => {
      const name = names.get(file as string);
      return name === undefined ? line : `${indent}${name}${place}`;
    })
    .replace(/\n\d+ errors?\s*$/, "")
    .trimEnd();
}

/** esbuild's own program, not the script that starts it. */
function findCompiler(): string {
  requireSupported("esbuild", "TypeScript");
  try {
    const esbuild = createRequire(import.meta.url).resolve("esbuild/package.json");
    return createRequire(esbuild).resolve(`@esbuild/${process.platform}-${process.arch}/bin/esbuild`);
  } catch (error) {
    throw missingPackageError("esbuild", "TypeScript", error);
  }
}
