import type { Diagnostic } from "./diagnostic.js";
import { pointerToDottedPath } from "./dotted-path.js";
import { messageWithHint, type Report } from "./report.js";

/**
 * The report as JUnit XML: a suite for each file, a failed case for each error. Warnings are passed
 * cases with their text as output; a file without findings is one passed case.
 */
export function formatJunit({ files, diagnostics }: Report): string {
  const names = [...new Set([...files, ...diagnostics.map(({ file }) => file)])].sort();
  const failures = diagnostics.filter(({ severity }) => severity === "error").length;
  const suites = names.map((file) =>
    suite(
      file,
      diagnostics.filter((diagnostic) => diagnostic.file === file),
    ),
  );
  const tests = suites.reduce((sum, { cases }) => sum + cases.length, 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="provc" tests="${tests}" failures="${failures}" errors="0">`,
    ...suites.flatMap(({ open, cases }) => [open, ...cases, "  </testsuite>"]),
    "</testsuites>",
    "",
  ].join("\n");
}

function suite(file: string, diagnostics: readonly Diagnostic[]): { open: string; cases: string[] } {
  const taken = new Set<string>();
  const cases = diagnostics.map((diagnostic) => testCase(diagnostic, taken));
  if (cases.length === 0) cases.push(`    <testcase classname="${escapeXml(file)}" name="valid"/>`);
  const failures = diagnostics.filter(({ severity }) => severity === "error").length;
  const open = `  <testsuite name="${escapeXml(file)}" tests="${cases.length}" failures="${failures}" errors="0">`;
  return { open, cases };
}

function testCase(diagnostic: Diagnostic, taken: Set<string>): string {
  const { code, message, file, line, column, severity } = diagnostic;
  // Readers that hold reports to the format's schema refuse attributes for the place, so it begins the text.
  const name = escapeXml(uniqueName(diagnostic, taken));
  const text = escapeXml(`${file}:${line}:${column} ${messageWithHint(diagnostic, "; ")}`);
  const body =
    severity === "error"
      ? `<failure type="${escapeXml(code)}" message="${escapeXml(message)}">${text}</failure>`
      : `<system-out>${escapeXml(`warning ${code}: `)}${text}</system-out>`;
  return `    <testcase classname="${escapeXml(file)}" name="${name}">${body}</testcase>`;
}

/** Readers ignore later cases of the same name, so names get more exact until they differ. */
function uniqueName({ code, path, line, column }: Diagnostic, taken: Set<string>): string {
  const base = path === "" ? code : `${code} ${pointerToDottedPath(path)}`;
  let name = base;
  for (let number = 0; taken.has(name); number++) {
    name = number === 0 ? `${base}:${line}` : `${base}:${line}:${column}${number === 1 ? "" : ` #${number}`}`;
  }
  taken.add(name);
  return name;
}

const entities: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
]);

/** Escapes for text and attributes; what XML 1.0 cannot hold at all is dropped, line breaks become spaces. */
function escapeXml(text: string): string {
  return text
    .replace(/[\t\r\n\u0085\u2028]+/g, " ")
    .replace(/[\p{Cc}\p{Surrogate}\ufffe\uffff]/gu, "")
    .replace(/[&<>"]/g, (char) => entities.get(char) ?? char);
}
