import { parseDuration } from "../../time/duration.js";
import type { MigrationOptions } from "../engine.js";
import type { SessionOptions } from "./database-session.js";

/** The fields that all engines' configs share and the session goes by. */
export interface SharedConfig {
  readonly lock_timeout?: string;
  readonly strict?: boolean;
}

const DEFAULT_LOCK_TIMEOUT_MS = 10_000;

/** How to open the database of an engine's options; an absent `lock_timeout` has the schema's default. */
export function sessionOptions(options: MigrationOptions<SharedConfig>): SessionOptions {
  const { database, connectionEnv, workDir, env, signal } = options;
  return {
    database,
    workDir,
    lockTimeoutMs: parseDuration(options.config.lock_timeout ?? "") ?? DEFAULT_LOCK_TIMEOUT_MS,
    ...(connectionEnv !== undefined && { connectionEnv }),
    ...(env !== undefined && { env }),
    ...(signal !== undefined && { signal }),
  };
}

/** Whether a late migration is refused; it is unless the config says otherwise. */
export function isStrict(config: SharedConfig): boolean {
  return config.strict ?? true;
}
