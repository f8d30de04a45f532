import { type CliContext, CommandFailure, exitCodes } from "../context.js";
import type { DocumentOptions } from "../global-options.js";
import { interruptible } from "../interruption.js";
import { backendFailure, chosenBackend, definedVariables } from "./chosen-backend.js";
import { commandOutput } from "./command-output.js";
import { noPlan, writePlan } from "./write-plan.js";

export interface DevCommandOptions extends DocumentOptions {
  /** Only says what would be run. */
  readonly dryRun: boolean;
  /** Prints the plan as JSON. */
  readonly json: boolean;
}

/** Runs the document's backend until it ends, and ends with its exit code. */
export async function runDev(context: CliContext, options: DevCommandOptions): Promise<void> {
  if (options.json && !options.dryRun)
    throw new CommandFailure("--json needs --dry-run", exitCodes.cannotRun);
  const { id, provider, config, folder } = await chosenBackend(context, options, "dev");
  const given = { config, workDir: folder, baseDir: folder, env: definedVariables(context.env) };
  try {
    if (options.dryRun) {
      if (provider.planDev === undefined) throw noPlan(id, "planDev");
      writePlan(context, await provider.planDev(given), options.json);
      return;
    }
    const { result } = await interruptible((signal) =>
      provider.dev({ ...given, signal, ...commandOutput(context) }),
    );
    context.exitCode = result.exitCode;
  } catch (error) {
    throw backendFailure(error);
  }
}
