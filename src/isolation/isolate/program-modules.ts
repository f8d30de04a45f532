import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readArchive } from "../archive/read-archive.js";
import { readFileSource } from "../core/file-source.js";
import type { SandboxRun } from "../core/sandbox.js";
import type { Workload } from "../workload.js";
import { functionRunner, RUNNER, webAssemblyRunner } from "./runner-module.js";
import { ModuleSyntaxError, strippedFile, stripTypes, type TypedModule } from "./strip-types.js";
import type { ModuleType, ProgramModule } from "./workerd-config.js";

/** More than a program of modules has; an archive is held in memory as a whole. */
const MOST_BYTES = 64 * 1024 * 1024;
const MOST_MODULES = 2_000;
const DEFAULT_ENTRIES = ["index.js", "index.mjs", "index.ts", "index.mts", "index.cjs"];

const MODULE_TYPES: ReadonlyMap<string, ModuleType> = new Map([
  ["js", "esModule"],
  ["mjs", "esModule"],
  ["ts", "esModule"],
  ["mts", "esModule"],
  ["cjs", "commonJsModule"],
  ["json", "json"],
  ["wasm", "wasm"],
]);

/** A program as workerd takes it. */
export interface Program {
  readonly modules: readonly ProgramModule[];
  /** The text of the module that starts it. */
  readonly runner: string;
}

interface NamedText {
  readonly name: string;
  readonly content: Uint8Array;
}

/**
 * Writes the modules of a workload into the folder of its run, under names of our own.
 *
 * @throws ModuleSyntaxError for what the program's author has to mend; ArchiveError for a bad archive; RunFailure.
 */
export async function writeProgram(run: SandboxRun): Promise<Program> {
  const { workload } = run;
  const { source } = workload;
  if (source.kind === "binary") {
    const [module] = await writeModules(
      [{ name: "program.wasm", content: await readFileSource(source.binary, MOST_BYTES) }],
      run,
    );
    return { modules: [module as ProgramModule], runner: webAssemblyRunner("program.wasm", workload.entry) };
  }
  const texts = await programTexts(workload);
  const names = texts.map(({ name }) => name);
  const wanted = workload.entry?.replace(/^(?:\.\/)+/, "");
  const entry = wanted ?? DEFAULT_ENTRIES.find((name) => names.includes(name));
  if (entry === undefined || !names.includes(entry)) {
    throw new ModuleSyntaxError(
      `there is no module ${wanted ?? DEFAULT_ENTRIES.join(" or ")} in the archive`,
    );
  }
  const modules = await writeModules(texts, run);
  return { modules, runner: functionRunner(entry) };
}

async function programTexts({ source }: Workload): Promise<readonly NamedText[]> {
  if (source.kind === "code") {
    const name = source.language === "typescript" ? "index.ts" : "index.js";
    return [{ name, content: Buffer.from(source.code) }];
  }
  if (source.kind !== "archive") return [];
  const entries = await readArchive(source.archive, { bytes: MOST_BYTES, entries: 20_000 });
  return entries.flatMap((entry) =>
    entry.type === "file" && entry.path !== RUNNER && typeOf(entry.path) !== undefined
      ? [{ name: entry.path, content: entry.content }]
      : [],
  );
}

async function writeModules(texts: readonly NamedText[], run: SandboxRun): Promise<readonly ProgramModule[]> {
  if (texts.length > MOST_MODULES)
    throw new ModuleSyntaxError(`the archive has more than ${MOST_MODULES} modules`);
  const modules: ProgramModule[] = [];
  const typed: TypedModule[] = [];
  for (const [index, { name, content }] of texts.entries()) {
    const file = `m${index}`;
    const isTypeScript = /\.m?ts$/.test(name) && !/\.d\.m?ts$/.test(name);
    if (isTypeScript) typed.push({ name, file });
    await writeFile(join(run.folder, isTypeScript ? `${file}.ts` : file), content);
    modules.push({
      name,
      type: typeOf(name) ?? "esModule",
      file: isTypeScript ? strippedFile(file) : file,
    });
  }
  await stripTypes(run, typed);
  return modules;
}

function typeOf(name: string): ModuleType | undefined {
  return MODULE_TYPES.get(/\.([a-z]+)$/.exec(name)?.[1] ?? "");
}
