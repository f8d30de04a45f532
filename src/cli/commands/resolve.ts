import type { Command } from "commander";
import type { CliContext } from "../context.js";
import { addImportOption, importOptions } from "../global-options.js";
import { addExamples } from "../help.js";

interface Options {
  readonly with?: readonly string[];
  readonly json?: boolean;
  readonly explain?: boolean;
}

/** `provc resolve KIND [VIRTUAL]`: which provider the kind's routing picks, and why. */
export function addResolveCommand(program: Command, context: CliContext): void {
  const command = program
    .command("resolve")
    .description("Say which provider the routing of a kind picks, and why.")
    .argument("<kind>", "the kind")
    .argument(
      "[virtual]",
      "a virtual id such as auto, or a provider's id (default: the kind's only virtual id)",
    )
    .option(
      "--with <key=value>",
      "an input of the routing (repeatable)",
      (value: string, previous: readonly string[] = []) => [...previous, value],
    )
    .option("--explain", "show every rule that was looked at")
    .option("--json", "print JSON")
    .action(async (kind: string, virtual: string | undefined, options: Options) => {
      const { resolveRoute } = await import("../catalogue-views/resolve-route.js");
      await resolveRoute(context, importOptions(command), {
        kind,
        ...(virtual !== undefined && { virtual }),
        inputs: options.with ?? [],
        json: options.json === true,
        explain: options.explain === true,
      });
    });
  addImportOption(command);
  addExamples(command, [
    ["provc resolve isolation auto --with runtime=node", "print the id"],
    ["provc resolve isolation --with runtime=oci --explain", "show the rules"],
  ]);
}
