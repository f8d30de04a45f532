import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { formatGithub } from "../../diagnostics/format-github.js";
import { formatPretty } from "../../diagnostics/format-pretty.js";
import type { Report } from "../../diagnostics/report.js";
import { systemReason } from "../../source/read-source.js";
import { type CliContext, CommandFailure, exitCodes } from "../context.js";
import { wantsColor } from "../output/colors.js";
import { packageVersion } from "../package-root.js";
import type { ReportFormat } from "./report-formats.js";

export interface WriteReportOptions {
  readonly format?: ReportFormat;
  /** A file for the report; the terminal then gets the pretty one. */
  readonly output?: string;
  readonly quiet: boolean;
  /** Time that the check took. */
  readonly milliseconds: number;
}

/** Writes the report where it belongs. */
export async function writeReport(
  context: CliContext,
  report: Report,
  options: WriteReportOptions,
): Promise<void> {
  const { format = "pretty", output } = options;
  if (output === undefined) {
    context.stdout.write(
      format === "pretty" ? prettyReport(context, report, options) : await inFormat(report, format),
    );
    return;
  }
  const text = format === "pretty" ? formatPretty(report, { color: false }) : await inFormat(report, format);
  try {
    const file = path.resolve(context.cwd, output);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  } catch (error) {
    throw new CommandFailure(`cannot write ${output}: ${systemReason(error)}`, exitCodes.cannotRun);
  }
  context.stdout.write(prettyReport(context, report, options));
}

/** For people; in a workflow of GitHub also for its annotations, unless another format was asked for. */
function prettyReport({ stdout, env }: CliContext, report: Report, options: WriteReportOptions): string {
  if (report.files.length === 0) return "";
  const { quiet, milliseconds, format } = options;
  const pretty = formatPretty(report, { color: wantsColor(stdout, env), quiet, milliseconds });
  return env.GITHUB_ACTIONS === "true" && format === undefined ? pretty + formatGithub(report) : pretty;
}

async function inFormat(report: Report, format: Exclude<ReportFormat, "pretty">): Promise<string> {
  switch (format) {
    case "json": {
      const { formatJson } = await import("../../diagnostics/format-json.js");
      return formatJson(report);
    }
    case "github":
      return formatGithub(report);
    case "sarif": {
      const { formatSarif } = await import("../../diagnostics/format-sarif.js");
      return formatSarif(report, { version: packageVersion() });
    }
    case "junit": {
      const { formatJunit } = await import("../../diagnostics/format-junit.js");
      return formatJunit(report);
    }
  }
}
