import { relative, resolve } from "node:path";
import type { BackendGenericConfig } from "../../../generated/backend/providers/generic.config.js";
import { CommandError } from "../../process/command-error.js";
import { layerEnvironment } from "../environment.js";
import { buildImage, inspectImage } from "../image/build-image.js";
import { chooseBuilder } from "../image/choose-builder.js";
import type { BuilderId, ImageBuildRequest } from "../image/image-builder.js";
import { parseImageReference } from "../image/image-reference.js";
import { pathKind } from "../path-kind.js";
import type { ProviderPlan } from "../plan.js";
import type { BuildDockerOptions } from "../provider.js";
import { buildSettings } from "./settings.js";

type Options = BuildDockerOptions<BackendGenericConfig>;

/** Builds the image of the `build` section with the configured builder, or the first that works. */
export async function buildDockerImage(options: Options): Promise<string> {
  options.signal?.throwIfAborted();
  const { request, builder: configured, surroundings } = prepare(options);
  requireFiles(request, surroundings.cwd);
  const builder = await chooseBuilder(configured, surroundings);
  const output = options.output === undefined ? {} : { output: options.output };
  const image = await buildImage(builder, request, { ...surroundings, ...output });
  if (options.onImage !== undefined) options.onImage(await inspectImage(builder, image, surroundings));
  return image;
}

/**
 * Says what {@link buildDockerImage} would run, and refuses what it refuses. Which builder works is found out, too: that has
 * no effects.
 */
export async function planDockerImage(options: Options): Promise<ProviderPlan> {
  const { request, builder: configured, surroundings } = prepare(options);
  requireFiles(request, surroundings.cwd);
  const builder = await chooseBuilder(configured, surroundings);
  const variables = [...request.argumentNames, ...request.secretNames].sort();
  return {
    provider: "generic",
    steps: [
      { name: "ResolveDockerfile", description: `Would use Dockerfile: ${request.dockerfile}` },
      { name: "ResolveBuildContext", description: `Would use build context: ${request.context}` },
      ...builder.steps(request).map(({ name, description, command }) => ({
        name,
        description,
        command,
        folder: surroundings.cwd,
        variables,
      })),
    ],
  };
}

interface Preparation {
  readonly request: ImageBuildRequest;
  readonly builder: BuilderId | undefined;
  readonly surroundings: {
    readonly cwd: string;
    readonly env: NodeJS.ProcessEnv;
    readonly signal?: AbortSignal;
  };
}

/** Everything that is known before anything runs. */
function prepare(options: Options): Preparation {
  const settings = buildSettings(options.config);
  if (options.imageTag === "") throw failure("the image tag is empty");
  if (parseImageReference(options.imageTag) === undefined) {
    throw failure(`${JSON.stringify(options.imageTag)} is not an image reference`);
  }
  const cwd = resolve(options.baseDir ?? process.cwd());
  const env = layerEnvironment(process.env, options.env, Object.fromEntries(settings.args));
  const unset = settings.secrets.find((name) => (env[name] ?? "") === "");
  if (unset !== undefined) throw failure(`the variable ${unset} of build.secrets is not set`);
  return {
    builder: settings.builder,
    request: {
      tag: options.imageTag,
      dockerfile: settings.dockerfile,
      context: settings.context ?? (relative(cwd, resolve(cwd, options.workDir)) || "."),
      target: settings.target,
      platforms: settings.platforms,
      labels: settings.labels,
      argumentNames: settings.args.map(([name]) => name),
      secretNames: settings.secrets,
    },
    surroundings: { cwd, env, ...(options.signal !== undefined && { signal: options.signal }) },
  };
}

const dockerfileHint = "write one, or set build.dockerfile to its path from the config document's folder";

/** Builders differ in where else they look for a Dockerfile, and in what they say when it is missing. */
function requireFiles({ dockerfile, context }: ImageBuildRequest, cwd: string): void {
  const file = pathKind(resolve(cwd, dockerfile));
  if (file === undefined) {
    throw failure(`Dockerfile ${JSON.stringify(dockerfile)} does not exist; ${dockerfileHint}`);
  }
  if (file === "folder") throw failure(`Dockerfile ${JSON.stringify(dockerfile)} is a folder`);
  if (pathKind(resolve(cwd, context)) !== "folder") {
    throw failure(`build context ${JSON.stringify(context)} is not a folder`);
  }
}

function failure(message: string): CommandError {
  return new CommandError(`generic provider: ${message}`, 1);
}
