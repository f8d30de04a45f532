import type { Command } from "commander";
import type { CliContext } from "../context.js";
import { globalOptions } from "../global-options.js";
import { addExamples } from "../help.js";

/** `provc init`: a manifest with one kind and one provider, a document and a passing test, in an empty project. */
export function addInitCommand(program: Command, context: CliContext): void {
  const command = program
    .command("init")
    .description(
      "Start a project here: a manifest with one kind and one provider, a config document and a test.",
    )
    .action(async () => {
      const { initProject } = await import("../scaffold/init-project.js");
      await initProject(context, globalOptions(command));
    });
  addExamples(command, [["mkdir app && cd app && npx provc init", "nothing that exists is overwritten"]]);
}
