import { type Command, Option } from "commander";
import type { CliContext } from "../context.js";
import { addDocumentOptions, documentOptions } from "../global-options.js";
import { addExamples } from "../help.js";
import { wholeNumber } from "../option-values.js";
import { type ReportFormat, reportFormats } from "../validate/report-formats.js";

interface Options {
  readonly format?: ReportFormat;
  readonly output?: string;
  readonly stdinFilename?: string;
  readonly quiet?: boolean;
  readonly strict?: boolean;
  readonly maxWarnings?: number;
  readonly fix?: boolean;
  readonly dryRun?: boolean;
}

/** `provc validate [FILE...]`: checks config documents and says what is wrong with them, and where. */
export function addValidateCommand(program: Command, context: CliContext): void {
  const command = program
    .command("validate")
    .description("Check config documents: YAML, JSON, or programs that export their configuration.")
    .argument(
      "[files...]",
      "the documents; - is standard input (default: those of the document's files that exist)",
    )
    .addOption(new Option("--format <format>", "how to report (default: pretty)").choices(reportFormats))
    .option("--output <file>", "write the report to a file; the terminal then shows the pretty one")
    .option(
      "--stdin-filename <file>",
      "the name of standard input: tells the format, and stands in the report",
    )
    .option("--quiet", "report errors only, and nothing at all when there are none")
    .option("--strict", "take warnings for errors")
    .option("--max-warnings <count>", "fail when there are more warnings than this", wholeNumber())
    .option("--fix", "correct what has one answer, such as a misspelt field, in YAML and JSON files")
    .option("--dry-run", "with --fix: only show what would change")
    .action(async (files: readonly string[], options: Options) => {
      const { validate } = await import("../validate/validate.js");
      await validate(context, documentOptions(command), {
        files,
        ...options,
        quiet: options.quiet === true,
        strict: options.strict === true,
        fix: options.fix === true,
        dryRun: options.dryRun === true,
      });
    });
  addDocumentOptions(command);
  addExamples(command, [
    ["provc validate", "check the document in this folder"],
    ["provc validate staging.yml production.yml --strict", "check several; warnings fail, too"],
    ["provc validate --format sarif --output provc.sarif", "for code scanning"],
    ["provc validate --fix --dry-run", "see which misspellings could be corrected by --fix"],
    ["cat staging.yml | provc validate - --stdin-filename staging.yml", "check standard input"],
  ]);
}
