import type { Command } from "commander";
import type { CliContext } from "../context.js";
import { addImportOption, importOptions } from "../global-options.js";
import { addExamples } from "../help.js";

/** `provc list [KIND]`: the kinds and their providers, from the catalogue, and those of `--import`. */
export function addListCommand(program: Command, context: CliContext): void {
  const command = program
    .command("list")
    .description("List the kinds and their providers.")
    .argument("[kind]", "only this kind")
    .option("--json", "print JSON")
    .action(async (kind: string | undefined, options: { json?: boolean }) => {
      const { listCatalogue } = await import("../catalogue-views/list-catalogue.js");
      await listCatalogue(context, importOptions(command), {
        json: options.json === true,
        ...(kind && { kind }),
      });
    });
  addImportOption(command);
  addExamples(command, [
    ["provc list", "every kind"],
    ["provc list backend", "one kind"],
    ["provc list --import ./providers.ts", "with those that a module registers"],
    ["provc list --json | jq -r '.kinds[].providers[].id'", "for a program"],
  ]);
}
