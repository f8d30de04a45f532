import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { MigrationError } from "../migration-error.js";

/** A database to connect to. */
export type ConnectionTarget = PostgresTarget | PgliteTarget;

interface TargetBase {
  /** The database in words, for messages; never with a password. */
  readonly label: string;
  /** Where the connection is configured, for messages: the variable's name, or that it is the default. */
  readonly origin: string;
}

/** A PostgreSQL server. */
export interface PostgresTarget extends TargetBase {
  readonly kind: "postgres";
  /** With the password, so for the driver only. */
  readonly url: string;
  /** What must not appear in any message: the password, unless it is a word that messages show anyway. */
  readonly secrets: readonly string[];
}

/** PostgreSQL embedded in this process, its data in a folder. */
export interface PgliteTarget extends TargetBase {
  readonly kind: "pglite";
  /** Absolute path of the data folder. */
  readonly folder: string;
}

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
    throw failure(`connection environment variable "${name}" is not set`);
  }
  return parseConnectionUrl(url.trim(), name, options.workDir);
}

/** Reads a connection URL. `origin` is the variable it comes from. */
export function parseConnectionUrl(url: string, origin: string, workDir: string): ConnectionTarget {
  // Only what stands before `://` is certainly a scheme, and not the beginning of somebody's password.
  const scheme = /^(pglite(?=:)|[a-z][a-z0-9+.-]*(?=:\/\/))/i.exec(url)?.[0].toLowerCase();
  switch (scheme) {
    case "postgres":
    case "postgresql":
      return postgresTarget(url, origin);
    case "pglite":
      return pgliteTarget(pglitePath(url, origin), workDir, origin);
    case undefined:
      throw failure(`${origin} does not hold a connection URL such as postgres://user@host:5432/database`);
    default:
      throw failure(`${origin} holds a "${scheme}:" URL; supported are postgres:, postgresql: and pglite:`);
  }
}

function postgresTarget(url: string, origin: string): PostgresTarget {
  let parsed: URL;
  try {
    // An empty host means a socket; URL only accepts that with a placeholder.
    parsed = new URL(url.replace(/^postgres(?:ql)?:\/\/((?:[^@/?#]*@)?)(?=[/?#]|$)/i, "postgres://$1socket"));
    decodeURIComponent(`${parsed.username}${parsed.password}${parsed.hostname}${parsed.pathname}`);
    // A `/` or `#` in a password ends the host early: what is left of the password would pass for the database.
    if (parsed.pathname.includes("@") || parsed.hash !== "") throw new Error("unencoded character");
  } catch {
    throw failure(
      `${origin} holds a malformed postgres: URL (special characters in a password must be encoded)`,
    );
  }
  const parameters = parsed.searchParams;
  const host = parameters.get("host") ?? decodeURIComponent(parsed.hostname);
  const port = parameters.get("port") ?? (parsed.port || "5432");
  const database = decodeURIComponent(parsed.pathname.slice(1));
  const passwords = [parsed.password, decodeURIComponent(parsed.password), parameters.get("password") ?? ""];
  const shown = ["", host, database, decodeURIComponent(parsed.username)];
  return {
    kind: "postgres",
    url,
    origin,
    label: `${host}:${port}${database === "" ? "" : `/${database}`}`,
    secrets: [...new Set(passwords)].filter((text) => !shown.includes(text)),
  };
}

function pglitePath(url: string, origin: string): string {
  const path = url.slice("pglite:".length).replace(/^\/\//, "");
  if (path === "") throw failure(`${origin} holds a pglite: URL without a folder`);
  if (/^(:memory:|memory:\/\/.*)$/.test(path)) {
    throw failure(`${origin} names a database in memory, which ends with the command; give pglite: a folder`);
  }
  return path;
}

function pgliteTarget(path: string, workDir: string, origin: string): PgliteTarget {
  const folder = resolve(workDir, path);
  const shown = relative(workDir, folder);
  const outside = shown === "" || shown.startsWith("..") || isAbsolute(shown);
  const label = `pglite:${(outside ? folder : shown).replaceAll(sep, "/")}`;
  return { kind: "pglite", folder, origin, label };
}

/** A database's name as the name of a folder: `..`, slashes and the like are written in hexadecimal. */
function folderName(database: string): string {
  const name = database.replace(/[^\w-]/gu, (character) => `%${character.codePointAt(0)?.toString(16)}`);
  return name === "" ? "%" : name;
}

function failure(message: string): MigrationError {
  return new MigrationError("connection_failed", message);
}

/** A text without the target's secrets, whatever put them there. */
export function withoutSecrets(text: string, target: ConnectionTarget): string {
  const secrets = target.kind === "postgres" ? target.secrets : [];
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, "***"), text);
}
