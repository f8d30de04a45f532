import { basename, dirname, resolve } from "node:path";
import {
  type Compilation,
  type Compiler,
  cacheFor,
  createCompiler,
  maximalAttempts,
} from "./codegen-compiler.js";
import { type Outcome, resultOf } from "./codegen-outcome.js";
import type { LoadCompile } from "./codegen-pipeline.js";
import type { CodegenOptions, CodegenResult } from "./codegen-result.js";
import { bannerText } from "./emit/banner.js";
import type { InputStates } from "./io/input-states.js";
import { OutputError } from "./io/output-error.js";
import { type OutputFolder, outputFolder } from "./io/output-folder.js";
import type { OutputPorts } from "./io/output-lock.js";
import type { ChangePlan } from "./io/plan-changes.js";
import { MemoDamage } from "./memo.js";
import { StageClock } from "./stage-clock.js";

/** What a run works with: the compiler proper, and the world outside. */
export interface CodegenDependencies {
  readonly loadCompile: LoadCompile;
  /** A hash of the compiler: the cache keeps nothing of another. Undefined: nothing can be cached. */
  readonly fingerprint: () => string | undefined;
  readonly ports: OutputPorts;
}

/** A result, with what a watcher needs to know. */
export interface CodegenRun {
  readonly result: CodegenResult;
  /** The inputs as they were compiled; undefined when it did not come to that. */
  readonly inputs: InputStates | undefined;
  /** True when an input may have changed while it was compiled. */
  readonly unsteady: boolean;
}

/** One run of the compiler. Bad input and a bad output folder are diagnostics; a rejection is a bug. */
export async function runCodegen(
  options: CodegenOptions,
  dependencies: CodegenDependencies,
): Promise<CodegenRun> {
  const { cwd, validators = "auto", check = false, cache = true, onProgress = () => {} } = options;
  const manifestPath = resolve(cwd, options.manifestPath);
  const outDir = resolve(cwd, options.outDir);
  const clock = new StageClock();
  const request = { manifestPath, outDir, cwd, validators, clock, onProgress };
  const { ports, loadCompile, fingerprint } = dependencies;
  const memory = await clock.time("look for changed inputs", () =>
    cache ? cacheFor(ports.fileSystem, request, fingerprint) : undefined,
  );
  const comment = bannerText({ manifestFile: basename(manifestPath) });
  const folder = outputFolder(outDir, comment, ports, memory?.book);
  const compiler = createCompiler(request, { loadCompile, cache: memory });

  let outcome: Outcome = {};
  try {
    folder.checkLocation(dirname(manifestPath));
    outcome = { recovered: await (check ? folder.repair() : folder.tidy()) };
    const remembered = await clock.time("look for changed inputs", () => compiler.remembered());
    const compilation = remembered ?? (await clock.time("hash inputs and outputs", () => compiler.compile()));
    outcome = { ...outcome, compilation };
    const reached = await clock.time("compare and write files", () =>
      check ? compare(folder, compiler, compilation) : update(folder, compiler, compilation, onProgress),
    );
    outcome = { ...outcome, ...reached };
  } catch (error) {
    if (!(error instanceof OutputError)) throw error;
    outcome = { ...outcome, failure: error };
  } finally {
    compiler.end();
  }
  const { compilation } = outcome;
  options.onTimings?.(clock.list());
  return {
    result: resultOf(outcome, check, { manifestPath, outDir, cwd }),
    inputs: compilation?.inputs,
    unsteady: compilation?.unsteady ?? false,
  };
}

async function compare(folder: OutputFolder, compiler: Compiler, compilation: Compilation): Promise<Outcome> {
  const { outputs, left, cached } = compilation;
  if (outputs === undefined) return {};
  const plan = await folder.planSteady(outputs, left);
  // A check keeps nothing but how it came to be so quick.
  if (cached && plan.steps.length === 0) compiler.remember(compilation, plan.list);
  return { plan };
}

/** Undefined, too, when a remembered text proved damaged: then it is forgotten, and what needs it is made again. */
async function writeOrForget(
  write: () => Promise<ChangePlan | undefined>,
  compiler: Compiler,
): Promise<ChangePlan | undefined> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof MemoDamage)) throw error;
    compiler.forget();
    return undefined;
  }
}

/** Makes the folder what the manifest says. */
async function update(
  folder: OutputFolder,
  compiler: Compiler,
  first: Compilation,
  onProgress: NonNullable<CodegenOptions["onProgress"]>,
): Promise<Outcome> {
  let compilation = first;
  for (let attempt = 1; ; attempt++) {
    const { outputs, contents, left } = compilation;
    if (outputs === undefined) return { compilation };
    const plan = folder.plan(outputs, left);
    if (plan.conflicts.length > 0) return { compilation, plan };
    if (plan.steps.length === 0) {
      compiler.remember(compilation, plan.list);
      return { compilation, plan };
    }
    // The cache knows what belongs on disk, but not the texts.
    if (contents !== undefined) {
      onProgress({ phase: "write", message: `writing ${plan.changes.length} files` });
      // Another run may have compiled and written newer inputs meanwhile: an older result must not go over a
      // newer one.
      const current = compilation;
      const holds = (): boolean => attempt >= maximalAttempts || compiler.holds(current);
      const done = await writeOrForget(() => folder.write(outputs, contents, holds, plan), compiler);
      if (done !== undefined) {
        if (done.conflicts.length === 0) compiler.remember(compilation, done.list);
        return { compilation, plan: done };
      }
    }
    compilation = await compiler.compile();
  }
}
