import type { Command } from "commander";
import type { CliContext } from "../context.js";
import { globalOptions } from "../global-options.js";
import { addExamples } from "../help.js";

/** `provc add KIND ID`: a new provider, ready to be written. */
export function addAddCommand(program: Command, context: CliContext): void {
  const command = program
    .command("add")
    .description("Add a provider: its folder, settings schema, test and manifest entry; then run codegen.")
    .argument("<kind>", "the kind")
    .argument("<new-id>", "the provider's id: lower-case words joined by -")
    .option("--title <text>", "what to call it (default: the id in words)")
    .option("--description <text>", "what it does, in a sentence")
    .action(
      async (kind: string, id: string, { title, description }: { title?: string; description?: string }) => {
        const { addProvider } = await import("../scaffold/add-provider.js");
        await addProvider(context, globalOptions(command), {
          kind,
          id,
          ...(title !== undefined && { title }),
          ...(description !== undefined && { description }),
        });
      },
    );
  addExamples(command, [
    ["provc add backend deno", "src/backend/deno and its entry in the manifest"],
    ['provc add storage redis --title "Redis"', "with a title"],
  ]);
}
