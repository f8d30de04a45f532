import { join } from "node:path";
import { MigrationError } from "../migration-error.js";
import { parseFileUrl, pgliteTarget } from "./file-url.js";
import { parseServerUrl } from "./server-url.js";
import type { ConnectionTarget } from "./target-kinds.js";

export type {
  ConnectionTarget,
  MysqlTarget,
  PgliteTarget,
  PostgresTarget,
  SqliteTarget,
} from "./target-kinds.js";

/** What decides which database is meant. */
export interface ConnectionOptions {
  readonly database: string;
  readonly connectionEnv?: string;
  readonly workDir: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/**
 * Finds out which database is meant: the URL in the environment variable, or the project's embedded database when no
 * variable is configured.
 *
 * @throws MigrationError `connection_failed`, naming the variable but never what it holds.
 */
export function connectionTarget(options: ConnectionOptions): ConnectionTarget {
  const name = options.connectionEnv;
  if (name === undefined) {
    const folder = join(".provc", "databases", folderName(options.database));
    return pgliteTarget(folder, options.workDir, "no connection_env is configured");
  }
  const url = (options.env ?? process.env)[name];
  if (url === undefined || url.trim() === "") {
    throw new MigrationError("connection_failed", `connection environment variable "${name}" is not set`);
  }
  return parseConnectionUrl(url.trim(), name, options.workDir);
}

/** Reads a connection URL. `origin` is the variable it comes from. */
export function parseConnectionUrl(url: string, origin: string, workDir: string): ConnectionTarget {
  // Only what stands before `://` is certainly a scheme, and not the beginning of somebody's password.
  const scheme = /^((?:pglite|sqlite|file)(?=:)|[a-z][a-z0-9+.-]*(?=:\/\/))/i.exec(url)?.[0].toLowerCase();
  switch (scheme) {
    case "postgres":
    case "postgresql":
    case "mysql":
    case "mariadb":
      return parseServerUrl(url, scheme, origin);
    case "file":
    case "pglite":
    case "sqlite":
      return parseFileUrl(url, scheme, origin, workDir);
    case undefined:
      throw new MigrationError(
        "connection_failed",
        `${origin} does not hold a connection URL such as postgres://user@host:5432/database`,
      );
    default:
      throw new MigrationError(
        "connection_failed",
        `${origin} holds a "${scheme}:" URL; supported are postgres:, mysql:, mariadb:, sqlite:, file: and pglite:`,
      );
  }
}

/** A database's name as the name of a folder: `..`, slashes and the like are written in hexadecimal. */
function folderName(database: string): string {
  const name = database.replace(/[^\w-]/gu, (character) => `%${character.codePointAt(0)?.toString(16)}`);
  return name === "" ? "%" : name;
}

/** A text without the target's secrets, whatever put them there. */
export function withoutSecrets(text: string, target: ConnectionTarget): string {
  const secrets = "secrets" in target ? target.secrets : [];
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, "***"), text);
}
