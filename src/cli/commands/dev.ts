import type { Command } from "commander";
import type { CliContext } from "../context.js";
import { addDocumentOptions, documentOptions } from "../global-options.js";
import { addExamples } from "../help.js";

/** `provc dev`: runs the document's backend. */
export function addDevCommand(program: Command, context: CliContext): void {
  const command = program
    .command("dev")
    .description("Run the backend of the config document; ends with its exit code.")
    .action(async () => {
      const { runDev } = await import("../backend/run-dev.js");
      await runDev(context, documentOptions(command));
    });
  addDocumentOptions(command);
  addExamples(command, [
    ["provc dev", "until it ends, or Ctrl-C"],
    ["provc dev --config shop/stagecraft.yml", "of another folder"],
  ]);
}
