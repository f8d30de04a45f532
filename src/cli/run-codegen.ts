import type { CodegenOptions } from "../../generator/codegen.js";
import type { CodegenReport } from "./codegen-report.js";
import { type CliContext, exitCodes } from "./context.js";
import type { GlobalOptions } from "./global-options.js";
import { requireProject } from "./workspace/project.js";

type Compiler = typeof import("../../generator/codegen.js");

const endingSignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** The options of `provc codegen`. */
export interface CodegenCommandOptions {
  readonly check?: boolean;
  readonly watch?: boolean;
  readonly json?: boolean;
  readonly timings?: boolean;
  readonly cache?: boolean;
  readonly validators?: "auto" | "ajv";
}

/** Runs `provc codegen`. */
export async function runCodegenCommand(
  context: CliContext,
  project: GlobalOptions,
  options: CodegenCommandOptions,
): Promise<void> {
  const {
    check = false,
    watch = false,
    json = false,
    timings = false,
    cache = true,
    validators = "auto",
  } = options;
  const { manifestFile, outputFolder } = requireProject(context, project);
  const [compiler, { createCodegenReport }] = await Promise.all([
    import("../../generator/codegen.js"),
    import("./codegen-report.js"),
  ]);
  const paths = { manifestPath: manifestFile, outDir: outputFolder, cwd: context.cwd };
  const report = createCodegenReport(context, { ...paths, check, json });
  const request = { ...paths, cache, validators, ...(timings && { onTimings: report.timings }) };
  if (watch) await watchProject(compiler.watchCodegen, request, report);
  else await runOnce(compiler.codegen, context, { ...request, check }, report);
}

async function runOnce(
  codegen: Compiler["codegen"],
  context: CliContext,
  request: CodegenOptions,
  report: CodegenReport,
): Promise<void> {
  // The global `performance` would be loaded for this.
  const start = process.hrtime.bigint();
  try {
    const result = await codegen({ ...request, onProgress: report.progress });
    await report.result(result, Number(process.hrtime.bigint() - start) / 1e6);
    if (!result.ok) context.exitCode = exitCodes.findings;
  } finally {
    report.clear();
  }
}

/** Ends at a signal; a second one ends it at once, whatever it is doing. */
async function watchProject(
  watchCodegen: Compiler["watchCodegen"],
  request: CodegenOptions,
  report: CodegenReport,
): Promise<void> {
  const ending = new AbortController();
  const end = (): void => ending.abort();
  for (const signal of endingSignals) process.once(signal, end);
  try {
    await watchCodegen({ ...request, signal: ending.signal, onProgress: report.progress, ...report.watch() });
  } finally {
    for (const signal of endingSignals) process.off(signal, end);
  }
}
