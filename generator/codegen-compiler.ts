import { resolve, sep } from "node:path";
import type { Diagnostic } from "../src/diagnostics/diagnostic.js";
import type { CompileRequest, LoadCompile } from "./codegen-pipeline.js";
import { fileContent, knownHash, type OutputFile } from "./emit/output-file.js";
import { type CompilationCache, findCacheFolder, openCache } from "./io/cache.js";
import { hashText } from "./io/content-hash.js";
import type { FileSystem } from "./io/file-system.js";
import {
  changedSince,
  clockStep,
  type InputStates,
  inputsAreAs,
  readInputStates,
} from "./io/input-states.js";
import type { LeftFiles } from "./io/output-folder.js";
import { isOutputPath, placeIn } from "./io/output-paths.js";
import type { Contents } from "./io/write-changes.js";
import { displayPath } from "./manifest/paths.js";
import { MemoDamage } from "./memo.js";
import { StageClock } from "./stage-clock.js";

/** What a manifest compiles to. */
export interface Compilation {
  readonly inputs: InputStates;
  readonly diagnostics: readonly Diagnostic[];
  /** Path → hash of what belongs there; undefined when there are errors. */
  readonly outputs: ReadonlyMap<string, string> | undefined;
  /** The texts by path; undefined when only the hashes are remembered. Reading one may throw a `MemoDamage`. */
  readonly contents: Contents | undefined;
  /**
   * True when an input may have changed while it was compiled: then `inputs` may not be what `outputs` were
   * made from.
   */
  readonly unsteady: boolean;
  /** True when it comes from the cache. */
  readonly cached: boolean;
  /** What is known of the files that a run has left with these outputs. */
  readonly left?: LeftFiles | undefined;
}

/** The compiler proper with its memory. */
export interface Compiler {
  /** The last compilation, if it is still valid; needs none of the compiler's code. */
  remembered(): Compilation | undefined;
  compile(): Promise<Compilation>;
  /** Forgets what is remembered of single texts, which has proved damaged. */
  forget(): void;
  /** Lets go of what is open. */
  end(): void;
  /** True when every input is still as it was compiled. */
  holds(compilation: Compilation): boolean;
  /** Keeps a compilation for the next run, or what has been learnt of its files since; `list` is the hash of their list. */
  remember(compilation: Compilation, list: string): void;
}

/** What a compiler is made of. */
export interface CompilerParts {
  readonly loadCompile: LoadCompile;
  /** Absent where nothing is to be remembered. */
  readonly cache: CompilationCache | undefined;
}

/** Inputs may change while they are compiled; then they are compiled again, but not for ever. */
export const maximalAttempts = 3;

/** Joins the compiler proper to its cache. */
export function createCompiler(
  request: Omit<CompileRequest, "memo" | "book">,
  { loadCompile, cache }: CompilerParts,
): Compiler {
  const { clock = new StageClock() } = request;
  const compileOnce = async (): Promise<Compilation> => {
    const start = Date.now();
    const [compile] = await clock.time("load the compiler", () =>
      Promise.all([loadCompile(), new Promise((resolve) => setTimeout(resolve, clockStep))]),
    );
    const { memo, book } = cache ?? {};
    const { files, diagnostics, inputs: paths } = await compile({ ...request, clock, memo, book });
    // Providers import their own generated types: what is written is no reason to compile again.
    const written = new Set(files?.map(({ path }) => placeIn(request.outDir, path)));
    const inputs = readInputStates(
      paths.filter((path) => !written.has(sep === "/" ? path : resolve(path))),
      cache?.book,
    );
    const common = { inputs, diagnostics, unsteady: changedSince(inputs, start), cached: false };
    if (files === undefined) return { ...common, outputs: undefined, contents: undefined };
    const byPath = new Map<string, OutputFile>();
    const outputs = new Map<string, string>();
    for (const file of files) {
      const { path } = file;
      if (!isOutputPath(path) || byPath.has(path))
        throw new Error(`no file, or two, can be written to ${path}`);
      byPath.set(path, file);
      outputs.set(path, knownHash(file) ?? hashText(file.content));
    }
    const contentAt = (path: string): string | Buffer | undefined => {
      const file = byPath.get(path);
      return file && fileContent(file);
    };
    return { ...common, outputs, contents: { get: contentAt } };
  };
  const compileSoundly = async (): Promise<Compilation> => {
    try {
      return await compileOnce();
    } catch (error) {
      if (!(error instanceof MemoDamage)) throw error;
      cache?.memo.forget();
      return compileOnce();
    }
  };
  return {
    remembered() {
      const record = cache?.load();
      if (record === undefined) return undefined;
      const diagnostics = record.diagnostics.map((found) => reanchor(found, record.cwd, request.cwd));
      return { ...record, diagnostics, contents: undefined, unsteady: false, cached: true };
    },
    async compile() {
      let compilation = await compileSoundly();
      for (let attempt = 1; compilation.unsteady && attempt < maximalAttempts; attempt++) {
        compilation = await compileSoundly();
      }
      return compilation;
    },
    forget: () => cache?.memo.forget(),
    end: () => cache?.memo.close(),
    holds: ({ inputs }) => inputsAreAs(inputs, cache?.book),
    remember({ inputs, outputs, diagnostics, unsteady, cached, left }, list) {
      if (outputs === undefined || unsteady) return;
      const record = { inputs, outputs, list, diagnostics, cwd: request.cwd };
      if (!cached) cache?.save(record);
      else if (left?.list !== list || cache?.book.grown === true) cache?.refresh(record);
    },
  };
}

/** The cache for a request; undefined where it has no place, or the compiler cannot tell what it is. */
export function cacheFor(
  fileSystem: FileSystem,
  { manifestPath, outDir, validators }: Pick<CompileRequest, "manifestPath" | "outDir" | "validators">,
  fingerprint: () => string | undefined,
): CompilationCache | undefined {
  const folder = findCacheFolder(fileSystem, manifestPath);
  const compiler = folder === undefined ? undefined : fingerprint();
  if (folder === undefined || compiler === undefined) return undefined;
  // Another back end is another compiler: what one wrote is no answer for the other.
  const key = { manifestPath, outDir, compiler: `${compiler} ${validators}` };
  return openCache(fileSystem, folder, key);
}

/** A finding as it reads from another working directory. */
function reanchor(finding: Diagnostic, from: string, to: string): Diagnostic {
  if (from === to) return finding;
  const file = (name: string): string => displayPath(to, resolve(from, name));
  const moved = { ...finding, file: file(finding.file) };
  if (finding.related === undefined) return moved;
  return { ...moved, related: finding.related.map((place) => ({ ...place, file: file(place.file) })) };
}
