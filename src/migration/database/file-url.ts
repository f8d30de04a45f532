import { isAbsolute, relative, resolve, sep } from "node:path";
import { MigrationError } from "../migration-error.js";
import type { PgliteTarget, SqliteTarget } from "./target-kinds.js";

type Scheme = "file" | "pglite" | "sqlite";

/**
 * Reads the URL of a database in a file or folder: `sqlite:app.db`, `sqlite://./app.db`, `file:///srv/app.db`. Relative
 * paths are relative to the project's folder. Parameters behind a `?` are other programs' and mean nothing here.
 *
 * @throws MigrationError `connection_failed`, naming the variable.
 */
export function parseFileUrl(
  url: string,
  scheme: Scheme,
  origin: string,
  workDir: string,
): PgliteTarget | SqliteTarget {
  const isPglite = scheme === "pglite";
  const rest = url.slice(scheme.length + 1).replace(/^\/\/(?:localhost(?=\/))?/, "");
  const [path = "", parameters = ""] = isPglite ? [rest] : rest.split(/\?(.*)/s);
  if (/^(:memory:|memory:\/\/.*)$/.test(path) || /(^|&)mode=memory(&|$)/.test(parameters)) {
    const instead = isPglite ? "give pglite: a folder" : `give ${scheme}: a file`;
    throw failure(`${origin} names a database in memory, which ends with the command; ${instead}`);
  }
  if (path === "")
    throw failure(`${origin} holds a ${scheme}: URL without a ${isPglite ? "folder" : "file"}`);
  return isPglite
    ? pgliteTarget(path, workDir, origin)
    : sqliteTarget(decode(path, scheme, origin), workDir, origin);
}

/** The embedded database in a folder. */
export function pgliteTarget(path: string, workDir: string, origin: string): PgliteTarget {
  const folder = resolve(workDir, path);
  return { kind: "pglite", folder, origin, label: `pglite:${shown(folder, workDir)}` };
}

function sqliteTarget(path: string, workDir: string, origin: string): SqliteTarget {
  const file = resolve(workDir, path);
  return { kind: "sqlite", file, origin, label: `sqlite:${shown(file, workDir)}` };
}

function decode(path: string, scheme: Scheme, origin: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw failure(`${origin} holds a malformed ${scheme}: URL (a % in a path must be written %25)`);
  }
}

/** Relative to the project where it is inside of it. */
function shown(path: string, workDir: string): string {
  const inside = relative(workDir, path);
  const isOutside = inside === "" || inside.startsWith("..") || isAbsolute(inside);
  return (isOutside ? path : inside).replaceAll(sep, "/");
}

function failure(message: string): MigrationError {
  return new MigrationError("connection_failed", message);
}
