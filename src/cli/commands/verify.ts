import type { Command } from "commander";
import type { CliContext } from "../context.js";
import { globalOptions } from "../global-options.js";
import { addExamples } from "../help.js";
import { wholeNumber } from "../option-values.js";

interface Options {
  readonly cases?: number;
  readonly seed?: number;
  readonly kind?: string;
  readonly json?: boolean;
}

/** `provc verify`: proves that types, validators and schemas agree, on values that are made for the purpose. */
export function addVerifyCommand(program: Command, context: CliContext): void {
  const command = program
    .command("verify")
    .description("Prove that the generated types, validators and schemas agree with each other.")
    .option("--cases <count>", "how many values to try (default: 10000)", wholeNumber())
    .option(
      "--seed <number>",
      "makes other values; the same seed makes the same ones (default: 1)",
      wholeNumber(),
    )
    .option("--kind <kind>", "only this kind")
    .option("--json", "print JSON")
    .action(async ({ json = false, ...settings }: Options) => {
      const { verify } = await import("../verify/verify.js");
      await verify(context, globalOptions(command), { ...settings, json });
    });
  addExamples(command, [
    ["provc verify", "10,000 values, some seconds"],
    ["provc verify --kind backend --cases 100000", "one kind, thoroughly"],
    ["provc verify --seed 7 --json", "for a program"],
  ]);
}
