/** How bad a finding is. Warnings do not make a document invalid. */
export type Severity = "error" | "warning";

/** A stretch of a file. Lines and columns start at 1, columns count UTF-16 units, the end is exclusive. */
export interface SourceRange {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A second place that helps to understand a diagnostic. */
export interface RelatedLocation extends SourceRange {
  readonly message: string;
  readonly file: string;
}

/** An edit that mends a finding: the one candidate for what was meant. */
export interface SuggestedFix {
  /** The key or value to replace. */
  readonly path: readonly (string | number)[];
  readonly target: "key" | "value";
  /** What belongs there, to be written in the syntax of the document. */
  readonly value: string | number | boolean;
}

/** One finding about a manifest, a schema or a config document. */
export interface Diagnostic extends SourceRange {
  /** Stable, kebab-case; those of the manifest start with `manifest-`. */
  readonly code: string;
  readonly severity: Severity;
  /** One line, without a final full stop. Never holds the value of a secret. */
  readonly message: string;
  /** As the user should read it: relative to the working directory where that is possible. */
  readonly file: string;
  /** JSON pointer to the value at fault; "" is the whole document. */
  readonly path: string;
  /** What to do, such as `did you mean "generic"?`. */
  readonly hint?: string;
  readonly kind?: string;
  readonly provider?: string;
  readonly related?: readonly RelatedLocation[];
  /** For `provc validate --fix`; not in any report. */
  readonly fix?: SuggestedFix;
}

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Orders diagnostics by file, position and code, so that output is the same on every machine. */
export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  return (
    byCodeUnit(a.file, b.file) ||
    a.line - b.line ||
    a.column - b.column ||
    byCodeUnit(a.code, b.code) ||
    byCodeUnit(a.message, b.message)
  );
}

/** True when at least one finding is an error. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === "error");
}
