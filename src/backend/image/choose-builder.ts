import { captureCommand } from "../../process/capture-command.js";
import { CommandError } from "../../process/command-error.js";
import { findExecutable } from "../../process/find-executable.js";
import { LastLines } from "../../process/last-lines.js";
import { buildahBuilder, podmanBuilder } from "./daemonless-builder.js";
import { dockerBuilder } from "./docker-builder.js";
import { type BuilderId, builderIds, type ImageBuilder } from "./image-builder.js";

/** Where builders are looked for. */
export interface BuilderSurroundings {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
}

const PROBE_MS = 20_000;
const MISSING_EXIT_CODE = 127;

const builders: Readonly<Record<BuilderId, ImageBuilder>> = {
  docker: dockerBuilder,
  buildah: buildahBuilder,
  podman: podmanBuilder,
};

/**
 * The builder that is configured, or else the first that works: a program without its engine does not.
 *
 * @throws CommandError that says of each why not, and what to install.
 */
export async function chooseBuilder(
  configured: BuilderId | undefined,
  surroundings: BuilderSurroundings,
): Promise<ImageBuilder> {
  if (configured !== undefined) return builders[configured];
  const reasons: string[] = [];
  for (const id of builderIds) {
    const reason = await whyNot(builders[id], surroundings);
    if (reason === undefined) return builders[id];
    reasons.push(`${id}: ${reason}`);
  }
  throw new CommandError(
    `no image builder works here (${reasons.join("; ")}); install docker, buildah or podman, such as with "apt-get install buildah"`,
    MISSING_EXIT_CODE,
  );
}

/** What keeps a builder from working; undefined when it works. */
async function whyNot(
  { id, probe }: ImageBuilder,
  { cwd, env, signal }: BuilderSurroundings,
): Promise<string | undefined> {
  if (findExecutable(id, env, cwd) === undefined) return "not found";
  const options = { command: probe, cwd, env, timeoutMs: PROBE_MS, ...(signal !== undefined && { signal }) };
  try {
    const { exitCode, stderr } = await captureCommand(options);
    signal?.throwIfAborted();
    if (exitCode === 0) return undefined;
    return lastLine(stderr) ?? `exit status ${exitCode}`;
  } catch (error) {
    if (CommandError.isInstance(error)) return error.message;
    throw error;
  }
}

function lastLine(text: string): string | undefined {
  const last = new LastLines(1);
  for (const line of text.split(/\r?\n/)) last.push(line);
  return last.lines[0]?.trim();
}
