import { signalExitCode } from "../../process/exit-status.js";
import { type CliContext, CommandFailure } from "../context.js";
import type { DocumentOptions } from "../global-options.js";
import { interruptible } from "../interruption.js";
import { writeJson } from "../output/json-output.js";
import { backendFailure, chosenBackend, definedVariables } from "./chosen-backend.js";
import { commandOutputAside } from "./command-output.js";

export interface BuildOptions extends DocumentOptions {
  readonly tag: string;
  readonly json: boolean;
}

/** Builds the image of the document's backend and prints its reference; the builder's output goes to the error stream. */
export async function runBuild(context: CliContext, options: BuildOptions): Promise<void> {
  const { id, provider, config, folder } = await chosenBackend(context, options, "buildDocker");
  const { result: image } = await interruptible(async (signal) => {
    try {
      return await provider.buildDocker({
        config,
        imageTag: options.tag,
        workDir: folder,
        baseDir: folder,
        env: definedVariables(context.env),
        signal,
        ...commandOutputAside(context),
      });
    } catch (error) {
      if (signal.aborted) return undefined;
      throw backendFailure(error);
    }
  });
  if (image === undefined) throw new CommandFailure("the build was interrupted", signalExitCode("SIGINT"));
  if (options.json) writeJson(context, { image, provider: id });
  else context.stdout.write(`${image}\n`);
}
