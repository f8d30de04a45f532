import { type Command, Option } from "commander";
import type { CliContext } from "../context.js";
import { globalOptions } from "../global-options.js";
import { addExamples } from "../help.js";
import type { CodegenCommandOptions } from "../run-codegen.js";

/** `provc codegen`: compiles the manifest, or checks that the generated files are current. */
export function addCodegenCommand(program: Command, context: CliContext): void {
  const command = program
    .command("codegen")
    .description("Compile the manifest into registries, types, JSON Schemas and validators.")
    .option("--check", "write nothing; say which files are stale and why (exit 1)")
    .addOption(new Option("--watch", "compile again whenever an input changes").conflicts(["check", "json"]))
    .option("--no-cache", "compile even if nothing has changed, and remember nothing")
    .addOption(
      new Option(
        "--validators <back end>",
        "auto: provc's own where it knows all keywords, else ajv; or ajv everywhere",
      )
        .choices(["auto", "ajv"])
        .default("auto"),
    )
    .option("--json", "print JSON")
    .option("--timings", "say on the error stream how long each stage took")
    .action(async (options: CodegenCommandOptions) => {
      const { runCodegenCommand } = await import("../run-codegen.js");
      await runCodegenCommand(context, globalOptions(command), options);
    });
  addExamples(command, [
    ["provc codegen", "compile, and write what has changed"],
    ["provc codegen --check", "for CI: fail when the generated files are stale"],
    ["provc codegen --watch", "while you work on schemas"],
    ["provc codegen --timings", "where the time goes"],
  ]);
}
