import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

/**
 * Puts a tool into `folder/bin` that runs another command, with its own arguments behind: for a provider that calls a
 * tool by name. Returns a `PATH` that finds it first. Needs a POSIX shell.
 */
export function fakeTool(folder: string, name: string, command: readonly string[]): string {
  const bin = join(folder, "bin");
  mkdirSync(bin, { recursive: true });
  const file = join(bin, name);
  const quoted = command.map((argument) => `'${argument.replaceAll("'", "'\\''")}'`);
  writeFileSync(file, `#!/bin/sh\nexec ${quoted.join(" ")} "$@"\n`);
  chmodSync(file, 0o755);
  return `${bin}${delimiter}${process.env.PATH ?? ""}`;
}
