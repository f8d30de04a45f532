import type { CliContext } from "../context.js";
import { displayPath, type Project } from "../workspace/project.js";

/**
 * Runs codegen on a project that a command has just changed. Gives a line about what was generated; where there are
 * errors it prints them as `provc codegen` does, and gives nothing.
 */
export async function generate(context: CliContext, project: Project): Promise<string | undefined> {
  const [{ codegen }, { createCodegenReport }] = await Promise.all([
    import("../../../generator/codegen.js"),
    import("../codegen-report.js"),
  ]);
  const request = { manifestPath: project.manifestFile, outDir: project.outputFolder, cwd: context.cwd };
  const report = createCodegenReport(context, { ...request, check: false, json: false });
  const start = performance.now();
  try {
    const result = await codegen({ ...request, onProgress: report.progress });
    if (!result.ok || result.diagnostics.length > 0) await report.result(result, performance.now() - start);
    const { created, changed } = result.counts;
    const out = displayPath(context, project.outputFolder);
    return result.ok ? `Generated in ${out}: ${created} new and ${changed} changed files.` : undefined;
  } finally {
    report.clear();
  }
}
