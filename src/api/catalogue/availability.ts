import path from "node:path";
import type { ProviderRequirements } from "../../contract/kind.js";
import { installedVersion, packageFile } from "../../packages/installed-version.js";
import { isInRange } from "../../packages/version-range.js";
import { findExecutable } from "../../process/find-executable.js";

/** Whether a provider can be used here, as the API shows it. */
export interface ShownAvailability {
  readonly status: "available" | "incomplete" | "unavailable";
  readonly reason?: string;
  readonly details?: Readonly<Record<string, string>>;
}

/**
 * Looks for what a provider names among its requirements. Which of them a config really needs is not known here, so that
 * one without all of them is `incomplete`.
 *
 * @param folder The project: packages are looked for in it and above.
 */
export function lookForRequirements(
  { npm, commands }: ProviderRequirements,
  folder: string,
  env: NodeJS.ProcessEnv,
): ShownAvailability {
  const missing = [
    ...Object.keys(npm)
      .sort()
      .flatMap((name) => missingPackage(name, npm[name] ?? "*", folder)),
    ...commands.filter((name) => findExecutable(name, env, folder) === undefined),
  ];
  if (missing.length === 0) return { status: "available" };
  return { status: "incomplete", reason: `not found: ${missing.join(", ")}` };
}

function missingPackage(name: string, range: string, folder: string): readonly string[] {
  if (packageFile(name, folder) === undefined) return [`${name} (npm)`];
  const version = installedVersion(name, path.join(folder, "package.json"));
  const isWrong = version !== undefined && isInRange(version, range) === false;
  return isWrong ? [`${name} ${range} (npm, ${version} is installed)`] : [];
}
