import type { BackendEncoreTsConfig } from "../../../generated/backend/providers/encore-ts.config.js";
import { LastLines } from "../../process/last-lines.js";
import { runCommand } from "../../process/run-command.js";
import { shellText } from "../../process/shell-text.js";
import { layerEnvironment } from "../environment.js";
import type { ProviderPlan } from "../plan.js";
import type { BuildDockerOptions } from "../provider.js";
import { ENCORE, requireEncore, startFailure } from "./encore-command.js";
import { EncoreError } from "./encore-error.js";
import { encoreImageReference } from "./image-name.js";
import { encoreBuildSettings } from "./settings.js";

type Options = BuildDockerOptions<BackendEncoreTsConfig>;

const SHUTDOWN = { signal: "SIGINT", timeoutMs: 10_000 } as const;
const KEPT_LINES = 20;

/** Builds the image with `encore build docker`. Encore tells no digest, so none is handed on. */
export async function buildEncoreImage(options: Options): Promise<string> {
  const { signal } = options;
  signal?.throwIfAborted();
  const env = layerEnvironment(process.env, options.env);
  requireEncore("build", env, process.cwd());
  const { image, command, folder } = prepare(options);
  const last = new LastLines(KEPT_LINES);
  const result = await runCommand({
    command,
    cwd: folder,
    env,
    stdin: "ignore",
    shutdown: SHUTDOWN,
    onLine: (line) => last.push(line),
    ...(options.output !== undefined && { output: options.output }),
    ...(signal !== undefined && { signal }),
  }).catch((error) => {
    throw startFailure("build", error);
  });
  signal?.throwIfAborted();
  if (result.exitCode === 0) return image;
  throw new EncoreError({
    operation: "build",
    category: "BUILD_FAILED",
    message: "encore build docker failed",
    detail: result.signal === undefined ? `exit status ${result.exitCode}` : `ended by ${result.signal}`,
    exitCode: result.exitCode,
    lastLines: last.lines,
  });
}

/** Says what {@link buildEncoreImage} would run. */
export async function planEncoreImage(options: Options): Promise<ProviderPlan> {
  const { image, command, folder } = prepare(options);
  return {
    provider: "encore-ts",
    steps: [
      { name: "CheckEncoreAvailable", description: "Would look for encore in PATH" },
      { name: "ResolveImageReference", description: `Would use image reference: ${image}` },
      { name: "BuildDocker", description: `Would run: ${shellText(command)}`, command, folder },
    ],
  };
}

interface Preparation {
  readonly image: string;
  readonly command: readonly string[];
  readonly folder: string;
}

function prepare(options: Options): Preparation {
  const settings = encoreBuildSettings(options.config, options);
  const image = encoreImageReference(options.imageTag, settings);
  return {
    image,
    command: [ENCORE, "build", "docker", ...settings.flags, image],
    folder: settings.appFolder,
  };
}
