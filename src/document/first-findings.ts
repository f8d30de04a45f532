import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { LineIndex } from "../source/line-index.js";
import type { SourceDocument } from "../source/source-document.js";
import type { Finding } from "./findings.js";

/**
 * Most findings that are told of one document unless more are asked for. Nobody reads more, and telling them all takes
 * longer than finding them: a text of 256 KiB can hold eighty thousand mistakes, which would make 35 MB of diagnostics.
 */
export const mostFindings = 1000;

const isError = ({ severity }: Finding): boolean => severity !== "warning";

/** The findings to tell: all, or where there are too many, errors before warnings and then those that stand first. */
export function firstFindings(
  findings: readonly Finding[],
  source: SourceDocument,
  most: number,
): readonly Finding[] {
  if (findings.length <= most) return findings;
  const placed = findings.map((finding) => ({ finding, range: source.range(finding.path, finding.target) }));
  placed.sort(
    (a, b) =>
      Number(isError(b.finding)) - Number(isError(a.finding)) ||
      a.range.line - b.range.line ||
      a.range.column - b.range.column,
  );
  return placed.slice(0, most).map(({ finding }) => finding);
}

/** What is said of mistakes that are not told. */
export function moreMistakes(
  count: number,
): Pick<Diagnostic, "code" | "message"> & { readonly hint: string } {
  return {
    code: "more-mistakes",
    message: `${count} more ${count === 1 ? "mistake is" : "mistakes are"} not shown`,
    hint: "correct those that are shown, and check again",
  };
}

/**
 * Says at the end of the text how many findings are not told: those that are not among the first, and `unnamed` errors for
 * which there are no words.
 */
export function unnamedFindings(
  findings: readonly Finding[],
  first: readonly Finding[],
  unnamed: number,
  source: SourceDocument,
): Diagnostic[] {
  const count = findings.length - first.length + unnamed;
  if (count === 0) return [];
  const told = new Set(first);
  const hasError = unnamed > 0 || findings.some((finding) => isError(finding) && !told.has(finding));
  const { length } = source.text;
  return [
    {
      ...moreMistakes(count),
      severity: hasError ? "error" : "warning",
      file: source.file,
      ...new LineIndex(source.text).range(length, length),
      path: "",
    },
  ];
}
