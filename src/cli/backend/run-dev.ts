import type { CliContext } from "../context.js";
import type { DocumentOptions } from "../global-options.js";
import { interruptible } from "../interruption.js";
import { backendFailure, chosenBackend, definedVariables } from "./chosen-backend.js";
import { commandOutput } from "./command-output.js";

/** Runs the document's backend until it ends, and ends with its exit code. */
export async function runDev(context: CliContext, options: DocumentOptions): Promise<void> {
  const { provider, config, folder } = await chosenBackend(context, options, "dev");
  const { result } = await interruptible((signal) =>
    provider.dev({
      config,
      workDir: folder,
      baseDir: folder,
      env: definedVariables(context.env),
      signal,
      ...commandOutput(context),
    }),
  ).catch((error) => {
    throw backendFailure(error);
  });
  context.exitCode = result.exitCode;
}
