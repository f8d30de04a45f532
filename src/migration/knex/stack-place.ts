import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { readText } from "../files/migration-directory.js";
import type { FilePlace } from "../migration-error.js";
import type { KnexFile, KnexFolder } from "./migration-folder.js";

/**
 * The first place in a migration that a stack names; undefined when it names none. Of the code that runs, only the lines
 * are those of the file: the column is that of the line's first character.
 */
export function placeInStack(stack: unknown, file: KnexFile, folder: KnexFolder): FilePlace | undefined {
  const line = typeof stack === "string" ? lineInStack(stack, join(folder.path, file.name)) : undefined;
  if (line === undefined) return undefined;
  const text = readText(folder, file.name)?.split("\n")[line - 1];
  if (text === undefined) return undefined;
  return { file: `${folder.shown}/${file.name}`, line, column: text.search(/\S|$/) + 1 };
}

function lineInStack(stack: string, path: string): number | undefined {
  for (const name of [path, pathToFileURL(path).href]) {
    const at = stack.indexOf(`${name}:`);
    const found = at === -1 ? undefined : /^\d+/.exec(stack.slice(at + name.length + 1))?.[0];
    if (found !== undefined) return Math.max(1, Number(found));
  }
  return undefined;
}

/** A place as messages have it. */
export function showPlace({ file, line, column }: FilePlace): string {
  return `${file}:${line}:${column}`;
}
