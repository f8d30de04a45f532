import { existsSync } from "node:fs";
import path from "node:path";
import type { ProviderRequirements } from "../../contract/kind.js";
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
      .filter((name) => !isInstalled(name, folder))
      .sort()
      .map((name) => `${name} (npm)`),
    ...commands.filter((name) => findExecutable(name, env, folder) === undefined),
  ];
  if (missing.length === 0) return { status: "available" };
  return { status: "incomplete", reason: `not found: ${missing.join(", ")}` };
}

function isInstalled(name: string, folder: string): boolean {
  for (let current = path.resolve(folder); ; current = path.dirname(current)) {
    if (existsSync(path.join(current, "node_modules", name, "package.json"))) return true;
    if (path.dirname(current) === current) return false;
  }
}
