import { CommandError } from "../../process/command-error.js";
import { type CommandOutput, runCommand } from "../../process/run-command.js";
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

/**
 * Builds an image, with the builder's output live, and returns the image's reference.
 *
 * @throws CommandError naming the builder, with its exit code; the reason of `signal` when it is aborted.
 */
export async function buildImage(
  builder: ImageBuilder,
  request: ImageBuildRequest,
  options: BuildImageOptions,
): Promise<string> {
  const failed = `${builder.id} build failed`;
  const command = builder.command(request);
  const result = await runCommand({ ...options, command, stdin: "ignore", shutdown: SHUTDOWN }).catch(
    (error) => {
      if (!CommandError.isInstance(error)) throw error;
      throw new CommandError(`${failed}: ${error.message}`, error.exitCode, { cause: error });
    },
  );
  options.signal?.throwIfAborted();
  if (result.exitCode !== 0) {
    const how = result.signal === undefined ? `exit status ${result.exitCode}` : `ended by ${result.signal}`;
    throw new CommandError(`${failed}: ${how}`, result.exitCode);
  }
  return request.tag;
}
