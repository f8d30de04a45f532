import { readArchive } from "../archive/read-archive.js";
import { readFileSource } from "../core/file-source.js";
import type { SandboxRun } from "../core/sandbox.js";
import type { Workload } from "../workload.js";
import { functionRunner, RUNNER, webAssemblyRunner } from "./runner-module.js";
import { ModuleSyntaxError, type NamedText, stripTypes } from "./strip-types.js";
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

/**
 * The modules of a workload, TypeScript turned into JavaScript.
 *
 * @throws ModuleSyntaxError for what the program's author has to mend; ArchiveError for a bad archive; RunFailure.
 */
export async function readProgram(run: SandboxRun): Promise<Program> {
  const { workload } = run;
  const { source } = workload;
  if (source.kind === "binary") {
    const module = { name: "program.wasm", content: await readFileSource(source.binary, MOST_BYTES) };
    return { modules: [{ ...module, type: "wasm" }], runner: webAssemblyRunner(module.name, workload.entry) };
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
  return { modules: await modulesOf(texts, run), runner: functionRunner(entry) };
}

async function programTexts({ source }: Workload): Promise<readonly NamedText[]> {
  if (source.kind === "code") {
    const name = source.language === "typescript" ? "index.ts" : "index.js";
    return [{ name, content: Buffer.from(source.code) }];
  }
  if (source.kind !== "archive") return [];
  const entries = await readArchive(source.archive, { bytes: MOST_BYTES, entries: 20_000 });
  return entries.flatMap((entry) =>
    entry.type === "file" && entry.path !== RUNNER && isModule(entry.path)
      ? [{ name: entry.path, content: entry.content }]
      : [],
  );
}

async function modulesOf(texts: readonly NamedText[], run: SandboxRun): Promise<readonly ProgramModule[]> {
  if (texts.length > MOST_MODULES)
    throw new ModuleSyntaxError(`the archive has more than ${MOST_MODULES} modules`);
  const typed = new Set(texts.filter(({ name }) => /\.m?ts$/.test(name)));
  const stripped = (await stripTypes(run, [...typed])).values();
  return texts.map((module) => ({
    name: module.name,
    type: typeOf(module.name) ?? "esModule",
    content: typed.has(module) ? (stripped.next().value ?? module.content) : module.content,
  }));
}

/** Declarations of types have nothing to run. */
function isModule(name: string): boolean {
  return typeOf(name) !== undefined && !/\.d\.m?ts$/.test(name);
}

function typeOf(name: string): ModuleType | undefined {
  return MODULE_TYPES.get(/\.([a-z]+)$/.exec(name)?.[1] ?? "");
}
