import { lstatSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { hashBytes } from "./content-hash.js";
import type { FileSystem } from "./file-system.js";
import { HashBook, type StampedHash } from "./hash-book.js";
import { type InputStates, inputIsAs } from "./input-states.js";
import { createMemoStore, type MemoStore } from "./memo-store.js";
import type { LeftFiles } from "./output-folder.js";
import { ownedFilesName, placeIn } from "./output-paths.js";
import { readSealed, writeSealed } from "./sealed-text.js";

/** What a compilation without errors came to, as far as it must be known to see that nothing has changed. */
export interface CompilationRecord {
  readonly inputs: InputStates;
  /** Path in the output folder → hash of the text that belongs there. */
  readonly outputs: ReadonlyMap<string, string>;
  /** The hash of the `.files.json` that lists these outputs; absent until they have been written. */
  readonly list?: string;
  /** Warnings, which are shown again. Their files are relative to `cwd`. */
  readonly diagnostics: readonly Diagnostic[];
  /** Absolute. */
  readonly cwd: string;
}

/** The same as a run has left it. */
export interface RecalledCompilation extends CompilationRecord {
  /** Absent where it is not known that all outputs have been written. */
  readonly left?: LeftFiles;
}

/**
 * The cache of one manifest and one output folder. It only saves time: whatever is wrong with it, the answer
 * is "not cached".
 */
export interface CompilationCache {
  /** The last compilation, if it was made by this compiler and every input is still as it was. */
  load(): RecalledCompilation | undefined;
  /** The last compilation, whichever compiler made it and whatever has become of its inputs since. */
  recall(): CompilationRecord | undefined;
  /** Keeps a compilation, the emitters' memo, and what the book knows of its files; failure is silent. */
  save(record: CompilationRecord): void;
  /** Keeps what the book has learnt of the files of a remembered compilation; failure is silent. */
  refresh(record: CompilationRecord): void;
  readonly memo: MemoStore;
  /** What is known of inputs and outputs by their stamps. */
  readonly book: HashBook;
}

/** What tells one cache from another; all paths absolute. */
export interface CacheKey {
  readonly manifestPath: string;
  readonly outDir: string;
  /** From `compilerFingerprint`. */
  readonly compiler: string;
}

const version = 2;
const keepFor = 30 * 24 * 60 * 60 * 1000;
const keepDraftsFor = 60 * 60 * 1000;

/** Path, hash or state, and stamp where one is known. Thousands of them: with names they would take longer to parse. */
type FileRow = StampedHash;

/**
 * The JSON form of a record; paths are relative to the project, so that a moved or restored project keeps its
 * cache.
 */
interface StoredRecord {
  readonly version: number;
  readonly compiler: string;
  readonly cwd: string;
  readonly inputs: readonly FileRow[];
  readonly outputs: readonly FileRow[];
  /** The same of `.files.json`. */
  readonly list?: FileRow;
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
  const inside = `${project}${sep}`;
  // `relative` takes its time, and there are thousands of them.
  const portable = (path: string): string =>
    (path.startsWith(inside) ? path.slice(inside.length) : relative(project, path)).replaceAll(sep, "/");
  const name = hashBytes(JSON.stringify([portable(key.manifestPath), portable(key.outDir)])).slice(0, 16);
  const folder = join(cacheFolder, name);
  const recordPath = join(folder, "record");
  const memo = createMemoStore(fileSystem, join(folder, "memo"), key.compiler);
  let stored: StoredRecord | undefined;
  let looked = false;
  const read = (): StoredRecord | undefined => {
    if (looked) return stored;
    looked = true;
    const content = readSealed(fileSystem, recordPath);
    if (content === undefined) return undefined;
    // The seal has been checked: this was written by `save`, perhaps of another version.
    const parsed = JSON.parse(content.toString("utf8")) as StoredRecord;
    stored = parsed.version === version ? parsed : undefined;
    return stored;
  };
  // Not `join`, which takes its time: these paths are tidy already.
  const absolute = (path: string): string =>
    path.startsWith("../")
      ? resolve(project, path)
      : `${project}${sep}${sep === "/" ? path : path.replaceAll("/", sep)}`;
  const inOutput = (path: string): string => placeIn(key.outDir, path);
  const book = new HashBook(() => rowsByPath(read(), absolute, inOutput));
  const revive = ({ inputs, outputs, list, diagnostics, cwd }: StoredRecord): RecalledCompilation => ({
    inputs: new Map(inputs.map(([path, state]) => [absolute(path), state])),
    outputs: new Map(outputs.map(([path, hash]) => [path, hash])),
    ...(list === undefined ? {} : { list: list[1], left: { files: [...outputs, list], list: list[1] } }),
    diagnostics,
    cwd: resolve(project, cwd),
  });
  const write = (save: () => void): void => {
    try {
      save();
      prune(fileSystem, cacheFolder, name);
    } catch {
      // Read-only or full: the next run compiles again.
    }
  };
  return {
    memo,
    book,
    load() {
      const found = read();
      if (found?.compiler !== key.compiler) return undefined;
      return found.inputs.every((row) => inputIsAs(absolute(row[0]), row, book)) ? revive(found) : undefined;
    },
    recall() {
      const found = read();
      return found && revive(found);
    },
    save(record) {
      write(() => {
        memo.save();
        writeRecord(record);
      });
    },
    refresh(record) {
      write(() => writeRecord(record));
    },
  };

  function writeRecord({ inputs, outputs, list, diagnostics, cwd }: CompilationRecord): void {
    const row = (path: string, hash: string, place: string): FileRow => {
      const stamp = book.stampFor(place, hash);
      return stamp === undefined ? [path, hash] : [path, hash, stamp];
    };
    const record: StoredRecord = {
      version,
      compiler: key.compiler,
      cwd: portable(cwd),
      inputs: [...inputs].map(([path, state]) => row(portable(path), state, path)),
      outputs: [...outputs].map(([path, hash]) => row(path, hash, inOutput(path))),
      ...(list === undefined ? {} : { list: row(ownedFilesName, list, inOutput(ownedFilesName)) }),
      diagnostics,
    };
    writeSealed(fileSystem, recordPath, Buffer.from(JSON.stringify(record)));
  }
}

function rowsByPath(
  stored: StoredRecord | undefined,
  absolute: (path: string) => string,
  inOutput: (path: string) => string,
): Map<string, StampedHash> {
  const rows = new Map<string, StampedHash>();
  for (const row of stored?.inputs ?? []) rows.set(absolute(row[0]), row);
  for (const row of stored?.outputs ?? []) rows.set(inOutput(row[0]), row);
  if (stored?.list !== undefined) rows.set(inOutput(stored.list[0]), stored.list);
  return rows;
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
