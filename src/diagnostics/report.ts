import type { Diagnostic, SourceRange } from "./diagnostic.js";

/** What the formats need of a checked file. */
export interface ReportSource {
  readonly text: string;
  /** What must not be shown: values of secrets, wherever they stand. */
  readonly secrets: readonly SourceRange[];
}

/** The outcome of checking files; every output format is made from it. */
export interface Report {
  /** The checked files, as diagnostics name them; valid ones too. */
  readonly files: readonly string[];
  /** True when a file that should have been checked could not be read: nobody knows then whether all is valid. */
  readonly incomplete?: boolean;
  /** Sorted by {@link compareDiagnostics}. */
  readonly diagnostics: readonly Diagnostic[];
  /** By file name, for code frames; a file may be absent. */
  readonly sources: ReadonlyMap<string, ReportSource>;
}

/** How many findings of each severity there are. */
export function countFindings(diagnostics: readonly Diagnostic[]): { errors: number; warnings: number } {
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === "error").length;
  return { errors, warnings: diagnostics.length - errors };
}

/** The message with its hint, for formats that have one text. */
export function messageWithHint(diagnostic: Diagnostic, separator: string): string {
  return diagnostic.hint === undefined
    ? diagnostic.message
    : `${diagnostic.message}${separator}${diagnostic.hint}`;
}
