import {
  closeSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  type Stats,
  statSync,
} from "node:fs";
import { basename, dirname } from "node:path";
import { type HashBook, stampOf } from "../io/hash-book.js";
import { type FileReader, maxFileBytes, type ReadFailure, type ReadResult } from "./file-reader.js";

/** Windows paths are handed on with `/`, which every Node function accepts. */
const withSlashes = (path: string): string =>
  process.platform === "win32" ? path.replaceAll("\\", "/") : path;

const failed = (failure: ReadFailure): ReadResult => ({ ok: false, failure });

function failureOf(error: unknown): ReadFailure {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ENOENT" || code === "ENOTDIR" || code === "ENAMETOOLONG") return "missing";
  return code === "EISDIR" ? "folder" : "unreadable";
}

function readBytes(path: string): ReadResult {
  try {
    // A pipe would block the open itself, so the kind of file is looked up before.
    const found = statSync(path);
    if (found.isDirectory()) return failed("folder");
    if (!found.isFile()) return failed("unreadable");
    if (found.size > maxFileBytes) return failed("too-large");
    const descriptor = openSync(path, "r");
    try {
      const bytes = readFileSync(descriptor);
      if (bytes.length > maxFileBytes) return failed("too-large");
      return { ok: true, bytes };
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    return failed(failureOf(error));
  }
}

/** What `work` gives, or undefined where the file system refuses. */
function orNothing<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/**
 * The file system of this machine. It is asked one small question after another, thousands of times; a trip to another
 * thread and back for each would take several times as long as the answer. What `book` knows of files is known here, too.
 * What stands at a path is looked at once.
 */
export function createNodeFileReader(book?: HashBook): FileReader {
  const looks = new Map<string, Stats | undefined>();
  const folders = new Map<string, string | undefined>();
  /** What stands at a path itself, be it a link. */
  const look = (path: string): Stats | undefined => {
    if (!looks.has(path))
      looks.set(
        path,
        orNothing(() => lstatSync(path, { throwIfNoEntry: false })),
      );
    return looks.get(path);
  };
  const behindLinks = (path: string): Stats | undefined => {
    const found = look(path);
    return found?.isSymbolicLink() ? orNothing(() => statSync(path, { throwIfNoEntry: false })) : found;
  };
  const followed = (path: string): string | undefined => {
    const real = orNothing(() => realpathSync.native(path));
    return real === undefined ? undefined : withSlashes(real);
  };
  /** The system would look at every folder on the way again. */
  const realFolder = (path: string): string | undefined => {
    if (!folders.has(path)) folders.set(path, followed(path));
    return folders.get(path);
  };
  return {
    read: async (path) => readBytes(path),
    hash: (path) => {
      const found = behindLinks(path);
      return found?.isFile() && found.size <= maxFileBytes ? book?.recall(path, stampOf(found)) : undefined;
    },
    readNow: (path) => {
      const read = readBytes(path);
      return read.ok ? read.bytes : undefined;
    },
    list: async (folder) => orNothing(() => readdirSync(folder)),
    kindOf: async (path) => {
      const found = behindLinks(path);
      if (found === undefined) return undefined;
      return found.isDirectory() ? "folder" : found.isFile() ? "file" : undefined;
    },
    realPath: async (path) => {
      if (!look(path)?.isFile()) return followed(path);
      const folder = realFolder(dirname(path));
      return folder === undefined ? undefined : `${folder.replace(/\/$/, "")}/${basename(path)}`;
    },
  };
}
