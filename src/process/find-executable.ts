import { accessSync, constants, statSync } from "node:fs";
import { delimiter, resolve } from "node:path";

/** Finds a program as the system would, by the PATH of the environment it is to run in; undefined when there is none. */
export function findExecutable(name: string, env: NodeJS.ProcessEnv, cwd: string): string | undefined {
  const windows = process.platform === "win32";
  const folders = (env.PATH ?? (windows ? env.Path : undefined) ?? "").split(delimiter);
  const endings = windows ? (env.PATHEXT ?? ".COM;.EXE").split(";") : [""];
  for (const folder of folders) {
    for (const ending of endings) {
      const file = resolve(cwd, folder, name + ending);
      if (isExecutableFile(file)) return file;
    }
  }
  return undefined;
}

function isExecutableFile(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
