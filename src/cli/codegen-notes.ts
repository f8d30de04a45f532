import { readFileSync } from "node:fs";
import path from "node:path";
import type { CodegenResult } from "../../generator/codegen.js";
import type { CliContext } from "./context.js";
import { displayPath } from "./workspace/project.js";

/** Findings, and what is stale, once more as annotations of the workflow; empty outside of GitHub Actions. */
export async function annotations(
  { env }: CliContext,
  { diagnostics }: Pick<CodegenResult, "diagnostics">,
  stale: string | undefined,
): Promise<string> {
  if (env.GITHUB_ACTIONS !== "true") return "";
  const staleLine = stale === undefined ? "" : `::error title=stale::${stale}\n`;
  if (diagnostics.length === 0) return staleLine;
  const { formatGithub } = await import("../diagnostics/format-github.js");
  return formatGithub({ files: [], diagnostics, sources: new Map() }) + staleLine;
}

/**
 * What to say of the first output in a project whose package.json does not make ES modules of its files: nothing there
 * would be wrong until a program or the type checker reads it.
 */
export function moduleSystemNote(
  context: CliContext,
  outDir: string,
  { ok, counts }: Pick<CodegenResult, "ok" | "counts">,
): string | undefined {
  const isFirst = counts.created > 0 && counts.changed + counts.unchanged === 0;
  if (!ok || !isFirst) return undefined;
  const file = nearestPackageFile(outDir);
  if (file === undefined || hasModuleType(file)) return undefined;
  return `${displayPath(context, file)} has no "type": "module": Node.js and tsc will take the generated files, which are ES modules, for CommonJS; run npm pkg set type=module`;
}

function nearestPackageFile(folder: string): string | undefined {
  for (let at = folder; ; at = path.dirname(at)) {
    const file = path.join(at, "package.json");
    if (readText(file) !== undefined) return file;
    if (at === path.dirname(at)) return undefined;
  }
}

function hasModuleType(file: string): boolean {
  try {
    return (JSON.parse(readText(file) ?? "") as { readonly type?: unknown } | null)?.type === "module";
  } catch {
    // Whoever reads it for its own sake says so.
    return true;
  }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
