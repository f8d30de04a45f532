import { type Diagnostic, hasErrors } from "./diagnostic.js";
import type { Report } from "./report.js";

/** The report for programs: one line, `{"version":1,"valid":bool,"diagnostics":[…]}`. */
export function formatJson({ diagnostics, incomplete = false }: Report): string {
  const valid = !incomplete && !hasErrors(diagnostics);
  const output = { version: 1, valid, diagnostics: diagnostics.map(ordered) };
  return `${JSON.stringify(output)}\n`;
}

/** The same keys in the same order, whoever made the diagnostic. */
function ordered(diagnostic: Diagnostic): Diagnostic {
  const { code, severity, message, file, line, column, endLine, endColumn, path } = diagnostic;
  const { hint, kind, provider, related } = diagnostic;
  return {
    ...{ code, severity, message, file, line, column, endLine, endColumn, path },
    ...(hint !== undefined && { hint }),
    ...(kind !== undefined && { kind }),
    ...(provider !== undefined && { provider }),
    ...(related !== undefined && related.length > 0 && { related }),
  };
}
