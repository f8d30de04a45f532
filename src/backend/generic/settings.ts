import type { BackendGenericConfig } from "../../../generated/backend/providers/generic.config.js";
import { CommandError } from "../../process/command-error.js";
import type { Shutdown } from "../../process/run-command.js";
import { parseDuration } from "../../time/duration.js";
import type { BuilderId } from "../image/image-builder.js";
import { isReservedVariable } from "../image/reserved-variables.js";

const DEFAULT_SHUTDOWN: Shutdown = { signal: "SIGINT", timeoutMs: 10_000 };

/** What `dev` needs of the config, in the form it is used in. */
export interface DevSettings {
  readonly command: readonly string[];
  readonly workdir: string | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly readyPattern: RegExp | undefined;
  readonly shutdown: Shutdown;
}

/** What `buildDocker` needs of the config. */
export interface BuildSettings {
  readonly builder: BuilderId | undefined;
  readonly dockerfile: string;
  readonly context: string | undefined;
  readonly target: string | undefined;
  readonly platforms: readonly string[];
  readonly labels: readonly (readonly [name: string, value: string])[];
  /** Names and values of the build arguments. */
  readonly args: readonly (readonly [name: string, value: string])[];
  /** Names of variables. */
  readonly secrets: readonly string[];
}

/**
 * Reads the `dev` section. The config has been validated by whoever took it from a document; what a schema cannot
 * say, and what code that calls the provider by hand gets wrong most easily, is checked here.
 */
export function devSettings(config: BackendGenericConfig): DevSettings {
  const dev = parsed(config).dev;
  const command = dev?.command;
  if (!Array.isArray(command) || command.length === 0 || command[0] === "") {
    throw new CommandError("generic provider: dev.command is required", 1);
  }
  if (!command.every((part) => typeof part === "string"))
    throw invalid("dev.command must be a list of strings");
  return {
    command,
    workdir: dev?.workdir,
    env: Object.fromEntries(texts(dev?.env)),
    readyPattern: readyPattern(dev?.ready_pattern),
    shutdown: shutdown(dev?.shutdown),
  };
}

/** Reads the `build` section. */
export function buildSettings(config: BackendGenericConfig): BuildSettings {
  const build = parsed(config).build;
  const args = texts(build?.args);
  const reserved = args.find(([name]) => isReservedVariable(name));
  if (reserved !== undefined) {
    throw new CommandError(
      `generic provider: build.args.${reserved[0]} cannot be passed on: image builders read ${reserved[0]} themselves`,
      1,
    );
  }
  return {
    builder: build?.builder,
    dockerfile: build?.dockerfile ?? "Dockerfile",
    context: build?.context,
    target: build?.target,
    platforms: build?.platforms ?? [],
    labels: texts(build?.labels),
    args,
    secrets: build?.secrets ?? [],
  };
}

/** The entries of a map, sorted by name, numbers and booleans as text. */
function texts(
  values: Readonly<Record<string, string | number | boolean>> | undefined,
): readonly (readonly [name: string, value: string])[] {
  return Object.entries(values ?? {})
    .map(([name, value]) => [name, String(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function parsed(config: BackendGenericConfig): BackendGenericConfig {
  const isObject = typeof config === "object" && config !== null && !Array.isArray(config);
  if (!isObject) throw invalid("it must be an object");
  return config;
}

function invalid(reason: string): CommandError {
  return new CommandError(`parsing generic provider config: invalid generic provider config: ${reason}`, 1);
}

function readyPattern(source: string | undefined): RegExp | undefined {
  if (source === undefined) return undefined;
  try {
    return new RegExp(source, "u");
  } catch (error) {
    throw new CommandError(`invalid ready_pattern regex: ${(error as Error).message}`, 1, { cause: error });
  }
}

function shutdown(config: NonNullable<BackendGenericConfig["dev"]>["shutdown"]): Shutdown {
  const timeoutMs =
    config?.timeout === undefined ? DEFAULT_SHUTDOWN.timeoutMs : parseDuration(config.timeout);
  if (timeoutMs === undefined) throw invalid("dev.shutdown.timeout must be a duration such as 10s");
  return { signal: config?.signal ?? DEFAULT_SHUTDOWN.signal, timeoutMs };
}
