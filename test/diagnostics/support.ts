import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import type { Report } from "../../src/diagnostics/report.js";

export const text = `version: 1
backend:
  provider: genric
  providers:
    generic: {}
`;

/** A finding in `text`; its parts can be changed. */
export function finding(changes: Partial<Diagnostic> = {}): Diagnostic {
  return {
    ...{
      code: "unknown-provider",
      severity: "error",
      file: "stagecraft.yml",
      path: "/backend/provider",
      kind: "backend",
    },
    message: 'unknown backend provider "genric"; available providers: [encore-ts generic]',
    hint: 'did you mean "generic"?',
    ...{ line: 3, column: 13, endLine: 3, endColumn: 19 },
    ...changes,
  };
}

export function report(diagnostics: readonly Diagnostic[], changes: Partial<Report> = {}): Report {
  const sources = new Map([["stagecraft.yml", { text, secrets: [] }]]);
  return { files: ["stagecraft.yml"], diagnostics, sources, ...changes };
}
