import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The version of the package that a module gets when it imports one of this name, as its `package.json` says.
 *
 * @param from The module: a path or a `file:` URL. Default: this one.
 * @returns `undefined` when it cannot be told, as in a program that is bundled with all its packages.
 */
export function installedVersion(
  name: string,
  from: string | undefined = import.meta.url,
): string | undefined {
  try {
    const module = from.startsWith("file:") ? fileURLToPath(from) : path.resolve(from);
    const file = packageFile(name, path.dirname(module));
    if (file === undefined) return undefined;
    const { version } = JSON.parse(readFileSync(file, "utf8")) as { readonly version?: unknown };
    return typeof version === "string" ? version : undefined;
  } catch {
    return undefined;
  }
}

/** A package's `package.json`, looked for as Node does: in this folder's `node_modules`, and in those above. */
export function packageFile(name: string, folder: string): string | undefined {
  for (let current = path.resolve(folder); ; current = path.dirname(current)) {
    const file = path.join(current, "node_modules", name, "package.json");
    if (existsSync(file)) return file;
    if (path.dirname(current) === current) return undefined;
  }
}
