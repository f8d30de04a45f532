import { join } from "node:path";
import { compareDiagnostics, type Diagnostic, hasErrors } from "../src/diagnostics/diagnostic.js";
import type { Compilation } from "./codegen-compiler.js";
import type { CodegenCounts, CodegenResult } from "./codegen-result.js";
import { type OutputError, outputDiagnostic } from "./io/output-error.js";
import type { ChangePlan } from "./io/plan-changes.js";
import { displayPath } from "./manifest/paths.js";

/** How far a run came; what it did not come to is absent. */
export interface Outcome {
  readonly recovered?: boolean;
  readonly compilation?: Compilation;
  readonly plan?: ChangePlan;
  /** What kept the output from being read or written. */
  readonly failure?: OutputError;
}

/** The paths that a result is told with; absolute. */
export interface OutcomePaths {
  readonly manifestPath: string;
  readonly outDir: string;
  readonly cwd: string;
}

/** Tells what a run, or with `check` a check, came to. */
export function resultOf(
  outcome: Outcome,
  check: boolean,
  { manifestPath, outDir, cwd }: OutcomePaths,
): CodegenResult {
  const { compilation, plan, failure } = outcome;
  const diagnostics = [
    ...(compilation?.diagnostics ?? []),
    ...(plan === undefined ? [] : planFindings(plan, outDir, cwd)),
    ...(failure === undefined ? [] : [failureFinding(failure, cwd)]),
  ].sort(compareDiagnostics);
  const failed = hasErrors(diagnostics);
  // An error keeps a run from writing anything; a check still tells everything that is stale.
  const reported = plan === undefined || (failed && !check) ? { changes: [], unchanged: 0 } : plan;
  return {
    ok: !failed && (!check || plan?.steps.length === 0),
    changes: reported.changes,
    counts: countChanges(reported),
    diagnostics,
    cached: compilation?.cached ?? false,
    recovered: outcome.recovered ?? false,
    inputs: [...(compilation?.inputs.keys() ?? [manifestPath])],
  };
}

/**
 * What a plan says that is more than a change: files in the way (errors) and files that are left alone
 * (warnings).
 */
function planFindings(plan: ChangePlan, outDir: string, cwd: string): Diagnostic[] {
  const show = (path: string): string => displayPath(cwd, join(outDir, path));
  const conflicts = plan.conflicts.map(({ path, problem }) => {
    const message = `${show(path)} ${problem}, and output belongs there`;
    const hint = "move it away, or choose another folder with --out";
    return outputDiagnostic("output-conflict", "error", show(path), message, hint);
  });
  const kept = plan.kept.map((path) => {
    const message = `${show(path)} is no longer generated, but was replaced by hand; it stays`;
    return outputDiagnostic("output-kept", "warning", show(path), message);
  });
  return [...conflicts, ...kept];
}

function failureFinding(failure: OutputError, cwd: string): Diagnostic {
  const name = displayPath(cwd, failure.path);
  return outputDiagnostic(failure.code, "error", name, failure.describe(name), failure.hint);
}

function countChanges({ changes, unchanged }: Pick<ChangePlan, "changes" | "unchanged">): CodegenCounts {
  const count = { created: 0, changed: 0, unchanged, removed: 0 };
  for (const { status } of changes) count[status === "hand-edited" ? "changed" : status] += 1;
  return count;
}
