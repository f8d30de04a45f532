import pc from "picocolors";
import { codeFrame, type FrameStyle } from "./code-frame.js";
import type { Diagnostic } from "./diagnostic.js";
import { printable } from "./display-text.js";
import { pointerToDottedPath } from "./dotted-path.js";
import { MaskedText } from "./masked-text.js";
import { countFindings, type Report } from "./report.js";

/** How a report for people looks. */
export interface PrettyOptions {
  /** Whether to use colour; nothing is guessed from the environment here. */
  readonly color: boolean;
  /** Time that the check took, for the summary; left out when absent. */
  readonly milliseconds?: number;
  /** Leave out warnings, and the summary when there is no error. Default: false. */
  readonly quiet?: boolean;
}

type Colors = ReturnType<typeof pc.createColors>;

/** The report for people: place, code and message, path, code frame with hint; then a summary. Ends with a line end. */
export function formatPretty(report: Report, options: PrettyOptions): string {
  const colors = pc.createColors(options.color);
  const texts = new Map<string, MaskedText>();
  for (const [file, { text, secrets }] of report.sources) texts.set(file, new MaskedText(text, secrets));
  const shown = options.quiet
    ? report.diagnostics.filter(({ severity }) => severity === "error")
    : report.diagnostics;
  const parts = shown.map((diagnostic) => formatOne(diagnostic, texts.get(diagnostic.file), colors));
  if (!options.quiet || shown.length > 0) parts.push([summary(report, options, colors)]);
  return parts.map((lines) => `${lines.join("\n")}\n`).join("\n");
}

function formatOne(diagnostic: Diagnostic, text: MaskedText | undefined, colors: Colors): string[] {
  const paint = diagnostic.severity === "error" ? colors.red : colors.yellow;
  const style: FrameStyle = { gutter: colors.dim, marker: paint };
  const place = `${printable(diagnostic.file)}:${diagnostic.line}:${diagnostic.column}`;
  const lines = [
    `${colors.bold(place)} ${paint(`${diagnostic.severity} ${diagnostic.code}`)}: ${printable(diagnostic.message)}`,
  ];
  const where = pointerToDottedPath(diagnostic.path);
  if (where !== "") lines.push(colors.dim(`  at ${printable(where)}`));
  const frame = text === undefined ? [] : codeFrame(text, diagnostic, diagnostic.hint, style);
  if (frame.length > 0) lines.push("", ...frame);
  else if (diagnostic.hint !== undefined) lines.push(`  ${printable(diagnostic.hint)}`);
  for (const related of diagnostic.related ?? []) {
    const at = `${printable(related.file)}:${related.line}:${related.column}`;
    lines.push(colors.dim(`  ${at} ${printable(related.message)}`));
  }
  return lines;
}

function summary({ files, diagnostics }: Report, { milliseconds }: PrettyOptions, colors: Colors): string {
  const { errors, warnings } = countFindings(diagnostics);
  const time = milliseconds === undefined ? "" : colors.dim(` (${seconds(milliseconds)})`);
  const inFiles = `in ${count(files.length, "file")}`;
  if (errors > 0) {
    const also = warnings > 0 ? `, ${count(warnings, "warning")}` : "";
    return `${colors.red(`✖ ${count(errors, "error")}${also}`)} ${inFiles}${time}`;
  }
  if (warnings > 0) return `${colors.yellow(`⚠ ${count(warnings, "warning")}`)} ${inFiles}${time}`;
  const [only] = files;
  const what =
    files.length === 1 && only !== undefined
      ? `${printable(only)} is valid`
      : `${count(files.length, "file")} valid`;
  return `${colors.green("✔")} ${what}${time}`;
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}

function seconds(milliseconds: number): string {
  return milliseconds < 10_000
    ? `${(milliseconds / 1000).toFixed(1)} s`
    : `${Math.round(milliseconds / 1000)} s`;
}
