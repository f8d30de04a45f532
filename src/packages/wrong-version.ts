import { installedVersion } from "./installed-version.js";
import { supportedVersions } from "./supported-versions.js";
import { isInRange } from "./version-range.js";

/**
 * Says in a line that a package is installed in a version that provc does not support, with the command that installs another.
 *
 * @param user What the package is for, at the beginning of a sentence: `migration engine "knex"`.
 * @param from The module that is given the package, a path or a `file:` URL. Default: those of this program.
 * @returns `undefined` for a supported version, and when it is not known.
 */
export function wrongVersion(user: string, name: string, from?: string): string | undefined {
  const installed = installedVersion(name, from);
  return installed === undefined ? undefined : refusedVersion(user, name, installed);
}

/** The same of a version that is known. */
export function refusedVersion(user: string, name: string, installed: string): string | undefined {
  const range = supportedVersions[name];
  if (range === undefined || isInRange(installed, range) !== false) return undefined;
  const wanted = `${name}@${range}`;
  // A shell would take the signs in some ranges for its own.
  const shown = /[\s<>|]/.test(wanted) ? `"${wanted}"` : wanted;
  return `${user} needs the package "${name}" in version ${range}, not ${installed}; install it with: npm install ${shown}`;
}
