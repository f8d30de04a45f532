import { lstatSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { hashBytes } from "./content-hash.js";
import type { FileSystem } from "./file-system.js";
import { type InputStates, inputsAreAs } from "./input-states.js";
import { createMemoStore, type MemoStore } from "./memo-store.js";
import { readSealed, writeSealed } from "./sealed-text.js";

/** What a compilation without errors came to, as far as it must be known to see that nothing has changed. */
export interface CompilationRecord {
  readonly inputs: InputStates;
  /** Path in the output folder → hash of the text that belongs there. */
  readonly outputs: ReadonlyMap<string, string>;
  /** Warnings, which are shown again. Their files are relative to `cwd`. */
  readonly diagnostics: readonly Diagnostic[];
  /** Absolute. */
  readonly cwd: string;
}

/**
 * The cache of one manifest and one output folder. It only saves time: whatever is wrong with it, the answer
 * is "not cached".
 */
export interface CompilationCache {
  /** The last compilation, if it was made by this compiler and every input is still as it was. */
  load(): CompilationRecord | undefined;
  /** The last compilation, whichever compiler made it and whatever has become of its inputs since. */
  recall(): CompilationRecord | undefined;
  /** Keeps a compilation and the emitters' memo; failure is silent. */
  save(record: CompilationRecord): void;
  readonly memo: MemoStore;
}

/** What tells one cache from another; all paths absolute. */
export interface CacheKey {
  readonly manifestPath: string;
  readonly outDir: string;
  /** From `compilerFingerprint`. */
  readonly compiler: string;
}

const version = 1;
const keepFor = 30 * 24 * 60 * 60 * 1000;
const keepDraftsFor = 60 * 60 * 1000;

/**
 * The JSON form of a record; paths are relative to the project, so that a moved or restored project keeps its
 * cache.
 */
interface StoredRecord {
  readonly version: number;
  readonly compiler: string;
  readonly cwd: string;
  readonly inputs: { readonly [path: string]: string };
  readonly outputs: { readonly [path: string]: string };
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The cache folder of the project that a manifest belongs to; undefined where no folder above has a
 * `package.json`.
 */
export function findCacheFolder(fileSystem: FileSystem, manifestPath: string): string | undefined {
  try {
    for (let folder = dirname(manifestPath); ; folder = dirname(folder)) {
      const found = fileSystem.kind(join(folder, "package.json")) !== undefined;
      if (found) return join(folder, "node_modules", ".cache", "provc");
      if (folder === dirname(folder)) return undefined;
    }
  } catch {
    return undefined;
  }
}

/** The cache for `key` below `cacheFolder`. Opening it reads nothing. */
export function openCache(fileSystem: FileSystem, cacheFolder: string, key: CacheKey): CompilationCache {
  const project = resolve(cacheFolder, "..", "..", "..");
  const portable = (path: string): string => relative(project, path).split(sep).join("/");
  const name = hashBytes(JSON.stringify([portable(key.manifestPath), portable(key.outDir)])).slice(0, 16);
  const folder = join(cacheFolder, name);
  const recordPath = join(folder, "record");
  const memo = createMemoStore(fileSystem, join(folder, "memo"), key.compiler);
  const read = (): StoredRecord | undefined => {
    const content = readSealed(fileSystem, recordPath);
    if (content === undefined) return undefined;
    // The seal has been checked: this was written by `save`, perhaps of another version.
    const stored = JSON.parse(content.toString("utf8")) as StoredRecord;
    return stored.version === version ? stored : undefined;
  };
  const revive = (stored: StoredRecord): CompilationRecord => ({
    inputs: new Map(Object.entries(stored.inputs).map(([path, state]) => [resolve(project, path), state])),
    outputs: new Map(Object.entries(stored.outputs)),
    diagnostics: stored.diagnostics,
    cwd: resolve(project, stored.cwd),
  });
  return {
    memo,
    load() {
      const stored = read();
      if (stored?.compiler !== key.compiler) return undefined;
      const record = revive(stored);
      return inputsAreAs(record.inputs) ? record : undefined;
    },
    recall() {
      const stored = read();
      return stored && revive(stored);
    },
    save(record) {
      const stored: StoredRecord = {
        version,
        compiler: key.compiler,
        cwd: portable(record.cwd),
        inputs: Object.fromEntries([...record.inputs].map(([path, state]) => [portable(path), state])),
        outputs: Object.fromEntries(record.outputs),
        diagnostics: record.diagnostics,
      };
      try {
        memo.save();
        writeSealed(fileSystem, recordPath, Buffer.from(JSON.stringify(stored)));
        prune(fileSystem, cacheFolder, name);
      } catch {
        // Read-only or full: the next run compiles again.
      }
    },
  };
}

/** Removes caches that nobody has written to for a month, and what killed runs left. */
function prune(fileSystem: FileSystem, cacheFolder: string, current: string): void {
  const olderThan = (path: string, age: number): boolean => {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    return stats !== undefined && Date.now() - stats.mtimeMs > age;
  };
  for (const name of fileSystem.readFolder(cacheFolder).keys()) {
    const folder = join(cacheFolder, name);
    if (name !== current && olderThan(folder, keepFor)) fileSystem.removeTree(folder);
  }
  for (const name of fileSystem.readFolder(join(cacheFolder, current)).keys()) {
    const path = join(cacheFolder, current, name);
    if (name.endsWith(".tmp") && olderThan(path, keepDraftsFor)) fileSystem.removeFile(path);
  }
}
