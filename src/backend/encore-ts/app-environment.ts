import { readFileSync } from "node:fs";
import { parseEnvFile } from "../env-file.js";
import { layerEnvironment } from "../environment.js";
import type { EncoreDevSettings } from "./settings.js";

/** The environment of the app: that of the process, the given variables, the env files, what other settings imply. */
export function appEnvironment(
  settings: EncoreDevSettings,
  given: Readonly<Record<string, string>> | undefined,
  warn: (message: string) => void,
): NodeJS.ProcessEnv {
  const files = settings.envFiles.map(({ shown, file }) => variablesOf(shown, file, warn));
  return layerEnvironment(process.env, given, ...files, settings.variables);
}

/** A file that cannot be read is a warning: it is often one that only some developers have. */
function variablesOf(
  shown: string,
  file: string,
  warn: (message: string) => void,
): Readonly<Record<string, string>> {
  try {
    return Object.fromEntries(parseEnvFile(readFileSync(file, "utf8")));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const name = JSON.stringify(shown);
    warn(
      code === "ENOENT" ? `env_file does not exist: ${name}` : `env_file cannot be read: ${name} (${code})`,
    );
    return {};
  }
}
