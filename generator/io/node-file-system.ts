import {
  appendFileSync,
  closeSync,
  constants,
  copyFileSync,
  type Dirent,
  fstatSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  type Stats,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import type { EntryKind, FileSystem, OpenFile } from "./file-system.js";
import { stampOf } from "./hash-book.js";

/** The `code` of a system error, such as `ENOENT`. */
export function errorCode(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === "string" ? code : undefined;
}

const absent: ReadonlySet<string | undefined> = new Set(["ENOENT", "ENOTDIR"]);
const linksUnknown: ReadonlySet<string | undefined> = new Set([
  "EPERM",
  "ENOTSUP",
  "EOPNOTSUPP",
  "ENOSYS",
  "EMLINK",
]);

/** The result of `operation`, or `instead` when it fails with one of `codes`. */
function unless<T>(codes: ReadonlySet<string | undefined>, instead: T, operation: () => T): T {
  try {
    return operation();
  } catch (error) {
    if (codes.has(errorCode(error))) return instead;
    throw error;
  }
}

function kindOf(entry: Stats | Dirent): EntryKind {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "folder";
  return entry.isSymbolicLink() ? "symlink" : "other";
}

/** One buffer for all files: reading hundreds of them would otherwise keep the garbage collector busy. */
let shared = Buffer.alloc(0);

function useFile<T>(path: string, use: (content: Uint8Array) => T): T {
  if (shared.length === 0) shared = Buffer.allocUnsafeSlow(256 * 1024);
  const descriptor = openSync(path, "r");
  let length = 0;
  try {
    for (let full = true; full; ) {
      if (length === shared.length) {
        const { size } = fstatSync(descriptor);
        shared = Buffer.concat([shared], Math.max(2 * shared.length, size + 1));
      }
      const room = shared.length - length;
      const read = readSync(descriptor, shared, length, room, null);
      length += read;
      full = read === room; // Of a regular file less than asked for is read at its end only.
    }
  } finally {
    closeSync(descriptor);
  }
  return use(shared.subarray(0, length));
}

/** Small neighbours are mostly read one after another, though not by one reader: so they are read by whole blocks. */
const blockLength = 1024 * 1024;

function openForReading(path: string): OpenFile {
  const descriptor = openSync(path, "r");
  const { size } = fstatSync(descriptor);
  const blocks = new Map<number, Buffer>();
  let open = true;
  const read = (position: number, length: number): Buffer => {
    const buffer = Buffer.allocUnsafe(length);
    return buffer.subarray(0, readSync(descriptor, buffer, 0, length, position));
  };
  const blockAt = (start: number): Buffer => {
    const block = blocks.get(start) ?? read(start, Math.min(blockLength, size - start));
    blocks.set(start, block);
    return block;
  };
  return {
    size,
    read(position, length) {
      if (!open) return undefined;
      try {
        const place = position % blockLength;
        const isWithin = length < blockLength / 16 && place + length <= blockLength;
        const found = isWithin
          ? blockAt(position - place).subarray(place, place + length)
          : read(position, length);
        return found.length === length ? found : undefined;
      } catch {
        return undefined;
      }
    },
    close() {
      if (open) closeSync(descriptor);
      open = false;
      blocks.clear();
    },
  };
}

function writeAll(path: string, content: string, flag: "w" | "wx", durable: boolean): void {
  const descriptor = openSync(path, flag);
  try {
    writeFileSync(descriptor, content);
    if (durable) fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

const taken: ReadonlySet<string | undefined> = new Set(["EEXIST"]);
const notEmpty: ReadonlySet<string | undefined> = new Set([
  "ENOTEMPTY",
  "EEXIST",
  "ENOENT",
  "ENOTDIR",
  "EBUSY",
]);

function link(from: string, to: string): boolean | undefined {
  return unless<boolean | undefined>(linksUnknown, undefined, () =>
    unless(taken, false, () => {
      linkSync(from, to);
      return true;
    }),
  );
}

/**
 * The folder may be there, and be removed by another process before Node has looked what it is: then that is
 * tried again.
 */
function makeFolder(path: string): string | undefined {
  for (let attempt = 1; ; attempt++) {
    try {
      return mkdirSync(path, { recursive: true });
    } catch (error) {
      if (errorCode(error) !== "ENOENT" || attempt === 20) throw error;
    }
  }
}

/** The file system of this machine. */
export const nodeFileSystem: FileSystem = {
  kind: (path) => unless(absent, undefined, () => kindOf(lstatSync(path))),
  stamp: (path) =>
    unless(absent, undefined, () => {
      const found = lstatSync(path, { throwIfNoEntry: false });
      return found?.isFile() ? stampOf(found) : undefined;
    }),
  readFile: (path) => unless<Uint8Array | undefined>(absent, undefined, () => readFileSync(path)),
  useFile: <T>(path: string, use: (content: Uint8Array) => T) =>
    unless<T | undefined>(absent, undefined, () => useFile(path, use)),
  open: (path) => unless<OpenFile | undefined>(absent, undefined, () => openForReading(path)),
  readFolder: (path) =>
    unless(absent, new Map(), () => {
      const entries = readdirSync(path, { withFileTypes: true });
      return new Map(entries.map((entry) => [entry.name, kindOf(entry)]));
    }),
  realPath: (path) => unless(absent, undefined, () => realpathSync(path)),
  writeFile: (path, content) => writeFileSync(path, content),
  appendFile: (path, content) => appendFileSync(path, content),
  writeFileDurably: (path, content) => writeAll(path, content, "w", true),
  createFile: (path, content) =>
    unless(taken, false, () => {
      writeAll(path, content, "wx", false);
      return true;
    }),
  linkOrCopy(from, to) {
    if (link(from, to) === undefined) copyFileSync(from, to, constants.COPYFILE_FICLONE);
  },
  link,
  rename: (from, to) => renameSync(from, to),
  removeFile: (path) => unless(absent, undefined, () => unlinkSync(path)),
  makeFolder,
  removeEmptyFolder: (path) =>
    unless(notEmpty, false, () => {
      rmdirSync(path);
      return true;
    }),
  removeTree: (path) => rmSync(path, { recursive: true, force: true }),
};
