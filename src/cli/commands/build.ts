import type { Command } from "commander";
import type { CliContext } from "../context.js";
import { addDocumentOptions, documentOptions } from "../global-options.js";
import { addExamples } from "../help.js";

interface BuildFlags {
  readonly tag: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** `provc build`: builds the container image of the document's backend. */
export function addBuildCommand(program: Command, context: CliContext): void {
  const command = program
    .command("build")
    .description("Build the container image of the config document's backend.")
    .requiredOption("--tag <image>", "the image's reference, such as ghcr.io/org/app:1.0")
    .option("--dry-run", "say what would be run, and run nothing")
    .option("--json", "print JSON, with the image's digest")
    .action(async ({ tag, dryRun = false, json = false }: BuildFlags) => {
      const { runBuild } = await import("../backend/run-build.js");
      await runBuild(context, { ...documentOptions(command), tag, dryRun, json });
    });
  addDocumentOptions(command);
  addExamples(command, [
    ["provc build --tag shop:1.0", "prints shop:1.0 when it is built"],
    ["docker push $(provc build --tag ghcr.io/org/shop:1.0)", "build output goes to standard error"],
    ["provc build --tag shop:1.0 --dry-run", "prints the steps and the exact commands"],
  ]);
}
