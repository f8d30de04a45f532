import { basename } from "node:path";
import { findCacheFolder, openCache } from "./cache.js";
import type { FileSystem } from "./file-system.js";
import { inputsAreAs } from "./input-states.js";
import { outputPaths } from "./output-paths.js";
import { parseOwnedFiles } from "./owned-files.js";

/**
 * The manifest or schema that has changed since the output in a folder was compiled; undefined when none has, or when
 * nobody can tell: only the machine that compiled it knows the inputs. Both paths are absolute. Needs none of the compiler.
 *
 * The code of providers is left out: it is an input, because it is checked against the contract, but output seldom
 * depends on it.
 */
export function changedInput(
  fileSystem: FileSystem,
  manifestPath: string,
  outDir: string,
): string | undefined {
  try {
    const cacheFolder = findCacheFolder(fileSystem, manifestPath);
    if (cacheFolder === undefined) return undefined;
    const record = openCache(fileSystem, cacheFolder, { manifestPath, outDir, compiler: "" }).recall();
    const owned = fileSystem.readFile(outputPaths(outDir).ownedFiles);
    if (record === undefined || owned === undefined) return undefined;
    // Other output than this machine's last, from version control perhaps: it may be of other inputs.
    if (!sameEntries(record.outputs, parseOwnedFiles(Buffer.from(owned).toString("utf8")))) return undefined;
    const [changed] = [...record.inputs]
      .filter(([path]) => path === manifestPath || isSchemaFile(path))
      .filter(([path, state]) => !inputsAreAs(new Map([[path, state]])))
      .map(([path]) => path)
      .sort();
    return changed;
  } catch {
    return undefined;
  }
}

function isSchemaFile(path: string): boolean {
  return /\.(ya?ml|json)$/.test(path) && !/^(package|tsconfig.*)\.json$/.test(basename(path));
}

function sameEntries(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string> | undefined): boolean {
  return a.size === b?.size && [...a].every(([key, value]) => b.get(key) === value);
}
