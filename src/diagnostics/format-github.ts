import type { Diagnostic } from "./diagnostic.js";
import { pointerToDottedPath } from "./dotted-path.js";
import { messageWithHint, type Report } from "./report.js";

/** The report as workflow commands of GitHub Actions, which turn into annotations; one line each. */
export function formatGithub({ diagnostics }: Report): string {
  return diagnostics.map((diagnostic) => `${command(diagnostic)}\n`).join("");
}

function command(diagnostic: Diagnostic): string {
  const { severity, code, file, line, endLine, column, endColumn, path } = diagnostic;
  const properties = [`file=${escapeProperty(file)}`, `line=${line}`, `endLine=${endLine}`];
  // The runner drops columns of a range over several lines, and both when the end is before the start.
  if (line === endLine) properties.push(`col=${column}`, `endColumn=${endColumn}`);
  properties.push(`title=${escapeProperty(code)}`);
  const where = path === "" ? "" : ` (${pointerToDottedPath(path)})`;
  return `::${severity} ${properties.join(",")}::${escapeData(messageWithHint(diagnostic, " — ") + where)}`;
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
