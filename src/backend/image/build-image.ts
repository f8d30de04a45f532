import { captureCommand } from "../../process/capture-command.js";
import { CommandError } from "../../process/command-error.js";
import { LastLines } from "../../process/last-lines.js";
import { type CommandOutput, type CommandResult, runCommand } from "../../process/run-command.js";
import type { ImageDetails } from "../provider.js";
import type { ImageBuilder, ImageBuildRequest } from "./image-builder.js";

/** In which surroundings the builder runs. */
export interface BuildImageOptions {
  readonly cwd: string;
  /** The builder's whole environment. */
  readonly env: NodeJS.ProcessEnv;
  readonly output?: CommandOutput;
  readonly signal?: AbortSignal;
}

const SHUTDOWN = { signal: "SIGTERM", timeoutMs: 10_000 } as const;
const KEPT_LINES = 20;

/**
 * Builds an image, with the builder's output live, and returns the image's reference.
 *
 * @throws CommandError naming the builder, with its exit code and last lines; the reason of `signal` when it is aborted.
 */
export async function buildImage(
  builder: ImageBuilder,
  request: ImageBuildRequest,
  options: BuildImageOptions,
): Promise<string> {
  for (const { command, optional } of builder.steps(request)) {
    if (optional === true) await captureCommand({ ...surroundings(options), command });
    else await runStep(builder, command, options);
    options.signal?.throwIfAborted();
  }
  return request.tag;
}

/** What the builder can say of an image that it has built; nothing where it cannot. */
export async function inspectImage(
  builder: ImageBuilder,
  tag: string,
  options: BuildImageOptions,
): Promise<ImageDetails> {
  const result = await captureCommand({ ...surroundings(options), command: builder.inspect(tag) });
  options.signal?.throwIfAborted();
  return result.exitCode === 0 ? builder.details(result.stdout) : {};
}

function surroundings({ cwd, env, signal }: BuildImageOptions): Omit<BuildImageOptions, "output"> {
  return { cwd, env, ...(signal !== undefined && { signal }) };
}

async function runStep(
  { id }: ImageBuilder,
  command: readonly string[],
  options: BuildImageOptions,
): Promise<void> {
  const failed = `${id} build failed`;
  const last = new LastLines(KEPT_LINES);
  const result = await runCommand({
    ...options,
    command,
    stdin: "ignore",
    shutdown: SHUTDOWN,
    onLine: (line) => last.push(line),
  }).catch((error) => {
    if (!CommandError.isInstance(error)) throw error;
    throw new CommandError(`${failed}: ${error.message}`, error.exitCode, { cause: error });
  });
  options.signal?.throwIfAborted();
  if (result.exitCode === 0) return;
  throw new CommandError(`${failed}: ${howItEnded(result)}`, result.exitCode, { lastLines: last.lines });
}

function howItEnded({ exitCode, signal }: CommandResult): string {
  return signal === undefined ? `exit status ${exitCode}` : `ended by ${signal}`;
}
