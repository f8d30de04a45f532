import { type Command, Option } from "commander";
import type { CodegenOptions } from "../../../generator/codegen.js";
import type { CodegenReport } from "../codegen-report.js";
import { type CliContext, exitCodes } from "../context.js";
import { globalOptions } from "../global-options.js";
import { addExamples } from "../help.js";
import { requireProject } from "../workspace/project.js";

type Compiler = typeof import("../../../generator/codegen.js");

const endingSignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

interface CodegenCommandOptions {
  readonly check?: boolean;
  readonly watch?: boolean;
  readonly json?: boolean;
  readonly cache: boolean;
}

/** `provc codegen`: compiles the manifest, or checks that the generated files are current. */
export function addCodegenCommand(program: Command, context: CliContext): void {
  const command = program
    .command("codegen")
    .description("Compile the manifest into registries, types, JSON Schemas and validators.")
    .option("--check", "write nothing; say which files are stale and why (exit 1)")
    .addOption(new Option("--watch", "compile again whenever an input changes").conflicts(["check", "json"]))
    .option("--no-cache", "compile even if nothing has changed, and remember nothing")
    .option("--json", "print JSON")
    .action(async ({ check = false, watch = false, json = false, cache }: CodegenCommandOptions) => {
      const { manifestFile, outputFolder } = requireProject(context, globalOptions(command));
      const request = { manifestPath: manifestFile, outDir: outputFolder, cwd: context.cwd, cache };
      const [compiler, { createCodegenReport }] = await Promise.all([
        import("../../../generator/codegen.js"),
        import("../codegen-report.js"),
      ]);
      const report = createCodegenReport(context, { ...request, check, json });
      if (watch) await watchProject(compiler.watchCodegen, request, report);
      else await runOnce(compiler.codegen, context, { ...request, check }, report);
    });
  addExamples(command, [
    ["provc codegen", "compile, and write what has changed"],
    ["provc codegen --check", "for CI: fail when the generated files are stale"],
    ["provc codegen --watch", "while you work on schemas"],
  ]);
}

async function runOnce(
  codegen: Compiler["codegen"],
  context: CliContext,
  request: CodegenOptions,
  report: CodegenReport,
): Promise<void> {
  const start = performance.now();
  try {
    const result = await codegen({ ...request, onProgress: report.progress });
    await report.result(result, performance.now() - start);
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
