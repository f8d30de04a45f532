import type { ImageDetails } from "../../backend/provider.js";
import { signalExitCode } from "../../process/exit-status.js";
import { type CliContext, CommandFailure } from "../context.js";
import type { DocumentOptions } from "../global-options.js";
import { interruptible } from "../interruption.js";
import { writeJson } from "../output/json-output.js";
import { backendFailure, chosenBackend, definedVariables } from "./chosen-backend.js";
import { commandOutputAside } from "./command-output.js";
import { noPlan, writePlan } from "./write-plan.js";

export interface BuildCommandOptions extends DocumentOptions {
  readonly tag: string;
  /** Only says what would be run. */
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** Builds the image of the document's backend and prints its reference; the builder's output goes to the error stream. */
export async function runBuild(context: CliContext, options: BuildCommandOptions): Promise<void> {
  const { id, provider, config, folder } = await chosenBackend(context, options, "buildDocker");
  let details: ImageDetails = {};
  const onImage = (known: ImageDetails): void => {
    details = known;
  };
  const given = {
    config,
    imageTag: options.tag,
    workDir: folder,
    baseDir: folder,
    env: definedVariables(context.env),
    // Asking the builder takes a command more; only JSON has a place for the answer.
    ...(options.json && { onImage }),
  };
  const { result: image, signal } = await interruptible(async (signal) => {
    try {
      if (!options.dryRun)
        return await provider.buildDocker({ ...given, signal, ...commandOutputAside(context) });
      if (provider.planBuildDocker === undefined) throw noPlan(id, "planBuildDocker");
      writePlan(context, await provider.planBuildDocker({ ...given, signal }), options.json);
    } catch (error) {
      if (!signal.aborted) throw backendFailure(error);
    }
    return undefined;
  });
  if (image === undefined) {
    if (signal !== undefined) throw new CommandFailure("the build was interrupted", signalExitCode(signal));
    return;
  }
  const { digest = null, id: imageId = null } = details;
  if (options.json) writeJson(context, { image, digest, imageId, provider: id });
  else context.stdout.write(`${image}\n`);
}
