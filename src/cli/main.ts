import type { Command } from "commander";
import { printable } from "../diagnostics/display-text.js";
import { ProvcError } from "../errors/provc-error.js";
import { CommandError } from "../process/command-error.js";
import { completionRequest } from "./completion/request.js";
import { type CliContext, CommandFailure, exitCodes } from "./context.js";
import { plainCodegen } from "./plain-codegen.js";
import { displayPath } from "./workspace/project.js";

/** Runs one command line (without node and script) and gives the exit status; never throws. */
export async function main(args: readonly string[], context: CliContext): Promise<number> {
  try {
    const plain = plainCodegen(args);
    if (plain !== undefined) {
      const { runCodegenCommand } = await import("./run-codegen.js");
      await runCodegenCommand(context, {}, plain);
      return context.exitCode;
    }
    const { createProgram } = await import("./program.js");
    const program = createProgram(context);
    if (args.length === 0) {
      context.stderr.write(program.helpInformation({ error: true }));
      return exitCodes.cannotRun;
    }
    if (args[0] === completionRequest) {
      const { answerShell } = await import("./completion/answer-shell.js");
      answerShell(program, args.slice(1), context);
      return exitCodes.ok;
    }
    await program.parseAsync(isHelpOfNothing(args, program) ? args.slice(1) : args, { from: "user" });
    return context.exitCode;
  } catch (error) {
    return reportFailure(error, context);
  }
}

/** `provc help CODGEN`: commander shows its own help then; the name by itself is told to be unknown. */
function isHelpOfNothing([help, name]: readonly string[], { commands }: Command): boolean {
  const isName = name !== undefined && name !== "help" && !name.startsWith("-");
  return help === "help" && isName && !commands.some((command) => command.name() === name);
}

/** Says in one line why a command could not do its work, and gives the exit status for it. */
export function reportFailure(error: unknown, context: CliContext): number {
  if (isUsageError(error)) {
    return error.exitCode === 0 ? exitCodes.ok : exitCodes.cannotRun;
  }
  if (error instanceof CommandFailure) {
    if (error.message !== "") context.stderr.write(`provc: ${printable(error.message)}\n`);
    return error.exitCode;
  }
  if (ProvcError.isInstance(error) || CommandError.isInstance(error)) {
    context.stderr.write(`provc: ${firstLine(error)}\n`);
    return CommandError.isInstance(error) ? error.exitCode : exitCodes.findings;
  }
  context.stderr.write(
    isSystemError(error)
      ? `provc: ${systemMessage(error, context)}\n`
      : `provc: unexpected error: ${firstLine(error)} (a bug; PROVC_DEBUG=1 shows where)\n`,
  );
  if (context.env.PROVC_DEBUG === "1" && error instanceof Error) context.stderr.write(`${error.stack}\n`);
  return exitCodes.cannotRun;
}

/** Commander's own error, told without loading commander: it has said what is wrong itself. */
function isUsageError(error: unknown): error is Error & { readonly exitCode: number } {
  return error instanceof Error && "exitCode" in error && String(Object(error).code).startsWith("commander.");
}

function firstLine(error: unknown): string {
  const [line = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
  return printable(line);
}

/** `EACCES: permission denied, open '/project/app.yml'` as `app.yml: permission denied`. */
function systemMessage(error: Error & { readonly path?: unknown }, context: CliContext): string {
  const [, reason] = /^[A-Z0-9]+: ([^,]+), /.exec(error.message) ?? [];
  if (reason === undefined || typeof error.path !== "string") return firstLine(error);
  return printable(`${displayPath(context, error.path)}: ${reason}`);
}

/** Errors of the operating system (no such file, no permission, disk full): the user's to solve, not bugs. */
function isSystemError(error: unknown): error is Error {
  return error instanceof Error && "syscall" in error && "code" in error;
}
