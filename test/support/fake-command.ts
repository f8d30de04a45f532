import { chmodSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Puts a script under a command's name into a folder, and gives a PATH that finds it first. */
export function fakeCommand(folder: string, name: string, script: URL): string {
  const file = join(folder, name);
  const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
  writeFileSync(file, `#!/bin/sh\nexec ${quote(process.execPath)} ${quote(fileURLToPath(script))} "$@"\n`);
  chmodSync(file, 0o755);
  return `${folder}${delimiter}${process.env.PATH}`;
}
