import { fromPointer } from "../../src/source/json-pointer.js";
import { type ParseSourceOptions, parseSource } from "../../src/source/parse-source.js";
import type { SourceDocument } from "../../src/source/source-document.js";

/** Parses a text as the file `a.yml` or `a.json`. */
export function yaml(text: string, options: Partial<ParseSourceOptions> = {}): SourceDocument {
  return parseSource(text, { file: "a.yml", ...options });
}

export function json(text: string, options: Partial<ParseSourceOptions> = {}): SourceDocument {
  return parseSource(text, { file: "a.json", ...options });
}

/** The text that a range covers. */
export function textAt(source: SourceDocument, pointer: string, target: "key" | "value" = "value"): string {
  const { line, column, endLine, endColumn } = source.range(fromPointer(pointer), target);
  const lines = source.text.split("\n").slice(line - 1, endLine);
  lines.push((lines.pop() ?? "").slice(0, endColumn - 1));
  return [lines[0]?.slice(column - 1) ?? "", ...lines.slice(1)].join("\n");
}

/** `line:column-endLine:endColumn message`, one for each diagnostic. */
export function findings(source: SourceDocument): string[] {
  return source.diagnostics.map(
    ({ line, column, endLine, endColumn, severity, code, message }) =>
      `${line}:${column}-${endLine}:${endColumn} ${severity === "error" ? "" : `${severity} `}${code === "syntax" ? "" : `${code} `}${message}`,
  );
}
