import type { BackendGenericConfig } from "../../../generated/backend/providers/generic.config.js";
import { CommandError } from "../../process/command-error.js";
import type { Shutdown } from "../../process/run-command.js";
import { parseDuration } from "../../time/duration.js";

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
  readonly dockerfile: string;
  readonly context: string | undefined;
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
    env: Object.fromEntries(Object.entries(dev?.env ?? {}).map(([name, value]) => [name, String(value)])),
    readyPattern: readyPattern(dev?.ready_pattern),
    shutdown: shutdown(dev?.shutdown),
  };
}

/** Reads the `build` section. */
export function buildSettings(config: BackendGenericConfig): BuildSettings {
  const build = parsed(config).build;
  return { dockerfile: build?.dockerfile ?? "Dockerfile", context: build?.context };
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
