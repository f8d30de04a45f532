import { open, readdir, realpath, stat } from "node:fs/promises";
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

async function readBytes(path: string): Promise<ReadResult> {
  try {
    // A pipe would block the open itself, so the kind of file is looked up before.
    const found = await stat(path);
    if (found.isDirectory()) return failed("folder");
    if (!found.isFile()) return failed("unreadable");
    if (found.size > maxFileBytes) return failed("too-large");
    const handle = await open(path, "r");
    try {
      const bytes = await handle.readFile();
      if (bytes.length > maxFileBytes) return failed("too-large");
      return { ok: true, bytes };
    } finally {
      await handle.close();
    }
  } catch (error) {
    return failed(failureOf(error));
  }
}

/** What `work` gives, or undefined where the file system refuses. */
async function orNothing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch {
    return undefined;
  }
}

/** The file system of this machine. */
export function createNodeFileReader(): FileReader {
  return {
    read: readBytes,
    list: (folder) => orNothing(readdir(folder)),
    kindOf: async (path) => {
      const found = await orNothing(stat(path));
      if (found === undefined) return undefined;
      return found.isDirectory() ? "folder" : found.isFile() ? "file" : undefined;
    },
    realPath: async (path) => {
      const real = await orNothing(realpath(path));
      return real === undefined ? undefined : withSlashes(real);
    },
  };
}
