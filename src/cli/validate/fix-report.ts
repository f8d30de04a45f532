import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { printable } from "../../diagnostics/display-text.js";
import { quote } from "../../errors/quote.js";
import { toDottedPath } from "../../source/json-pointer.js";
import type { CliContext } from "../context.js";
import type { FixedFile } from "./fix-file.js";
import { lineDiff } from "./line-diff.js";

export interface FixReportOptions {
  readonly dryRun: boolean;
  /** Whether the output is the pretty report; another format must have it for itself. */
  readonly isPretty: boolean;
  readonly quiet: boolean;
}

/** Says what was mended, before the report on what remains. A dry run shows the difference instead. */
export function writeFixes(
  context: CliContext,
  files: readonly FixedFile[],
  options: FixReportOptions,
): void {
  const stream = options.isPretty ? context.stdout : context.stderr;
  for (const { document, before, fixed } of files) {
    if (options.dryRun) stream.write(lineDiff(printable(document.file), before, document));
    else if (!options.quiet) for (const diagnostic of fixed) stream.write(`${fixLine(diagnostic)}\n`);
  }
  const count = files.reduce((sum, { fixed }) => sum + fixed.length, 0);
  if (options.isPretty && count > 0 && (options.dryRun || !options.quiet)) stream.write("\n");
}

/** `stagecraft.yml:3:13 fixed unknown-provider: backend.provider is now "generic"` */
function fixLine({ file, line, column, code, fix }: Diagnostic): string {
  if (fix === undefined) return "";
  const value = typeof fix.value === "string" ? quote(fix.value) : String(fix.value);
  const what = `${printable(toDottedPath(fix.path))} is now ${fix.target === "key" ? "called " : ""}${value}`;
  return `${printable(file)}:${line}:${column} fixed ${code}: ${what}`;
}
