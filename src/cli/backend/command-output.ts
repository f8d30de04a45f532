import type { CommandOutput } from "../../process/run-command.js";
import type { CliContext } from "../context.js";

/** Where a provider's commands write: straight to the terminal, unless the context has other streams. */
export function commandOutput(context: CliContext): { readonly output?: CommandOutput } {
  const isOwn = context.stdout === process.stdout && context.stderr === process.stderr;
  return isOwn ? {} : { output: { stdout: context.stdout, stderr: context.stderr } };
}

/** The same with everything on the error stream, so that standard output is the answer alone. */
export function commandOutputAside(context: CliContext): { readonly output: CommandOutput } {
  return { output: { stdout: context.stderr, stderr: context.stderr } };
}
