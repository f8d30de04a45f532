import { resolve } from "node:path";
import type { BackendGenericConfig } from "../../../generated/backend/providers/generic.config.js";
import { CommandError } from "../../process/command-error.js";
import { layerEnvironment } from "../environment.js";
import { buildImage } from "../image/build-image.js";
import { dockerBuilder } from "../image/docker-builder.js";
import type { BuildDockerOptions } from "../provider.js";
import { buildSettings } from "./settings.js";

/** Builds the image of the `build` section with docker. */
export async function buildDockerImage(options: BuildDockerOptions<BackendGenericConfig>): Promise<string> {
  const settings = buildSettings(options.config);
  if (options.imageTag === "") throw new CommandError("generic provider: the image tag is empty", 1);
  return await buildImage(
    dockerBuilder,
    {
      tag: options.imageTag,
      dockerfile: settings.dockerfile,
      context: settings.context ?? options.workDir,
    },
    {
      cwd: resolve(options.baseDir ?? process.cwd()),
      env: layerEnvironment(process.env, options.env),
      ...(options.output === undefined ? {} : { output: options.output }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    },
  );
}
