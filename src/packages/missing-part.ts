import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { packageFile } from "./installed-version.js";

/**
 * Says in a line that an installed package lacks an optional one of its own, such as its code for this platform, with the
 * command that installs it. npm leaves those out where it is told to, and `node_modules` may come from another platform.
 *
 * @param user What the package is for, at the beginning of a sentence: `migration engine "knex"`.
 * @param missing The package that could not be loaded.
 * @returns `undefined` when it is none of them, or when that is not known.
 */
export function missingPart(user: string, name: string, missing: string): string | undefined {
  return hasOptionalPart(name, missing)
    ? `${user} needs the package "${missing}" beside "${name}"; install it with: npm install --include=optional ${name}`
    : undefined;
}

/** Not known in a program that is bundled with its packages. */
function hasOptionalPart(name: string, part: string): boolean {
  try {
    const file = packageFile(name, path.dirname(fileURLToPath(import.meta.url)));
    const { optionalDependencies } = JSON.parse(readFileSync(file ?? "", "utf8")) as {
      readonly optionalDependencies?: object;
    };
    return optionalDependencies !== undefined && Object.hasOwn(optionalDependencies, part);
  } catch {
    return false;
  }
}
