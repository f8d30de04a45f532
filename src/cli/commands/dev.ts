import type { Command } from "commander";
import type { CliContext } from "../context.js";
import { addDocumentOptions, documentOptions } from "../global-options.js";
import { addExamples } from "../help.js";

/** `provc dev`: runs the document's backend. */
export function addDevCommand(program: Command, context: CliContext): void {
  const command = program
    .command("dev")
    .description("Run the backend of the config document; ends with its exit code.")
    .option("--dry-run", "say what would be run, and run nothing")
    .option("--json", "with --dry-run: print JSON")
    .action(async ({ dryRun = false, json = false }: { dryRun?: boolean; json?: boolean }) => {
      const { runDev } = await import("../backend/run-dev.js");
      await runDev(context, { ...documentOptions(command), dryRun, json });
    });
  addDocumentOptions(command);
  addExamples(command, [
    ["provc dev", "until it ends, or Ctrl-C"],
    ["provc dev --config shop/stagecraft.yml", "of another folder"],
    ["provc dev --dry-run", "prints the command"],
  ]);
}
