import { readFile, writeFile } from "node:fs/promises";
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

/** A TypeScript module in the folder of a run. */
export interface TypedModule {
  /** As its author knows it. */
  readonly name: string;
  /** The file, without its extension `.ts`: letters and digits. */
  readonly file: string;
}

/** The folder for what comes of TypeScript modules, within that of the run. */
const OUTPUT = "js";
/** Threads of esbuild. */
const COMPILER_PROCESSES = 24;
const MOST_CHARACTERS = 64 * 1024;
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

/** Where the JavaScript of a module is, within the folder of its run. */
export function strippedFile(file: string): string {
  return `${OUTPUT}/${file}.js`;
}

/**
 * Turns TypeScript modules into JavaScript. A text can be as hostile to a compiler as to what runs it: esbuild works within the
 * limits of the run, as a process of the run's own, so that no other run can come to harm with it.
 *
 * @throws ModuleSyntaxError; RunFailure when it takes too much; IsolationError `unavailable` when esbuild is not installed.
 */
export async function stripTypes(run: SandboxRun, modules: readonly TypedModule[]): Promise<void> {
  if (modules.length === 0) return;
  const confined = await startConfined(run, {
    command: [
      // The path to the folder leads through some that its user cannot enter.
      ...["/usr/bin/env", "PWD=/proc/self/cwd", findCompiler()],
      ...[...modules.map(({ file }) => `${file}.ts`), ...OPTIONS],
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
}

/** The same for one text. */
export async function strippedText(run: SandboxRun, name: string, text: string): Promise<string> {
  const file = "typed";
  await writeFile(join(run.folder, `${file}.ts`), text);
  await stripTypes(run, [{ name, file }]);
  return await readFile(join(run.folder, strippedFile(file)), "utf8");
}

function compilerMessage(said: string, modules: readonly TypedModule[]): string {
  // A text that is nested too deeply for it; what follows is of use to esbuild's authors only.
  const fatal = /^(?:fatal error|panic): (.*)$/m.exec(said)?.[1];
  if (fatal !== undefined) return `the compiler has given up: ${fatal}`;
  const names = new Map(modules.map(({ name, file }) => [file, name]));
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
