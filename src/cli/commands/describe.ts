import type { Command } from "commander";
import type { CliContext } from "../context.js";
import { addImportOption, importOptions } from "../global-options.js";
import { addExamples } from "../help.js";

/** `provc describe KIND ID`: all that is known of one provider, without loading it. */
export function addDescribeCommand(program: Command, context: CliContext): void {
  const command = program
    .command("describe")
    .description("Describe a provider: its settings, capabilities and requirements, with an example.")
    .argument("<kind>", "the kind")
    .argument("<id>", "the provider's id")
    .option("--json", "print JSON, with the JSON Schema of the settings")
    .action(async (kind: string, id: string, options: { json?: boolean }) => {
      const { describeProvider } = await import("../catalogue-views/describe-provider.js");
      await describeProvider(context, importOptions(command), { kind, id, json: options.json === true });
    });
  addImportOption(command);
  addExamples(command, [
    ["provc describe backend generic", "settings, capabilities, example"],
    ["provc describe backend generic --json | jq .schema", "the JSON Schema"],
  ]);
}
