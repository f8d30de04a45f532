import { type Command, Option } from "commander";
import type { CliContext } from "../context.js";
import { addExamples } from "../help.js";

interface PrepareFlags {
  readonly state?: string;
  readonly runtime?: readonly ("node" | "python")[];
  readonly refresh?: boolean;
}

/** `provc isolation prepare`: fetches what the micro VMs of the isolation backend are made of. */
export function addIsolationCommand(program: Command, context: CliContext): void {
  const isolation = program.command("isolation").description("Work with the isolation backends.");
  const prepare = isolation
    .command("prepare")
    .description(
      "Fetch a kernel and make root file systems for micro VMs, from the packages of this machine's Debian.",
    )
    .option("--state <folder>", "the state folder, where the config document sets one")
    .addOption(
      new Option("--runtime <runtime...>", "make the root file systems of these only").choices([
        "node",
        "python",
      ]),
    )
    .option("--refresh", "make everything anew")
    .action(async (flags: PrepareFlags) => {
      const { prepareIsolation } = await import("../isolation/prepare-isolation.js");
      await prepareIsolation(context, flags);
    });
  addExamples(isolation, [["provc isolation prepare", "make what virtual machines run"]]);
  addExamples(prepare, [
    ["provc isolation prepare", "a kernel, and root file systems for node and python"],
    ["provc isolation prepare --runtime python", "of the root file systems, only that for python"],
  ]);
}
