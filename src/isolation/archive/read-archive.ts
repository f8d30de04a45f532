import type { FileSource } from "../workload.js";
import { ArchiveError } from "./archive-error.js";
import { entryPath } from "./entry-path.js";
import { readTar } from "./read-tar.js";
import { tooLarge, unpackedStream } from "./unpacked-stream.js";

/** A file, folder or symbolic link of a code archive. */
export interface ArchiveEntry {
  /** Relative, `/` between its parts, inside the archive. */
  readonly path: string;
  readonly type: "file" | "folder" | "symlink";
  readonly mode: number;
  readonly content: Uint8Array;
  /** Of a symbolic link: relative, and inside the archive. */
  readonly target: string;
}

/** How much an archive may hold. */
export interface ArchiveLimits {
  /** Of the archive, and of all files taken together: a hard link counts like the file that it is a copy of. */
  readonly bytes: number;
  readonly entries: number;
}

/**
 * Reads a code archive into memory, every path of it checked: nothing leads out of it, neither by `..` nor through a link.
 *
 * @throws ArchiveError.
 */
export async function readArchive(
  source: FileSource,
  limits: ArchiveLimits,
): Promise<readonly ArchiveEntry[]> {
  const entries = new Map<string, ArchiveEntry>();
  let count = 0;
  let bytes = 0;
  for await (const entry of readTar(unpackedStream(source, limits.bytes))) {
    if (++count > limits.entries)
      throw new ArchiveError(`the archive has more than ${limits.entries} entries`);
    const path = entryPath(entry.name);
    if (path === "") continue;
    requirePlainParents(path, entries);
    if (entry.type === "file") {
      bytes += entry.size;
      const parts: Buffer[] = [];
      for await (const part of entry.content) parts.push(part);
      entries.set(path, { path, type: "file", mode: entry.mode, content: Buffer.concat(parts), target: "" });
    } else if (entry.type === "folder") {
      entries.set(path, { path, type: "folder", mode: entry.mode, content: new Uint8Array(), target: "" });
    } else if (entry.type === "symlink") {
      const target = linkTarget(path, entry.linkName);
      entries.set(path, { path, type: "symlink", mode: 0o777, content: new Uint8Array(), target });
    } else if (entry.type === "hardlink") {
      const linked = entries.get(entryPath(entry.linkName));
      if (linked?.type !== "file")
        throw new ArchiveError(`the archive links ${JSON.stringify(path)} to no file of it`);
      bytes += linked.content.length;
      entries.set(path, { ...linked, path });
    } else {
      throw new ArchiveError(
        `the archive has something that is no file, folder or link: ${JSON.stringify(path)}`,
      );
    }
    if (bytes > limits.bytes) throw tooLarge(limits.bytes);
  }
  return [...entries.values()];
}

/** A file below a link would be written wherever the link leads. */
function requirePlainParents(path: string, entries: ReadonlyMap<string, ArchiveEntry>): void {
  const parts = path.split("/");
  for (let length = 1; length < parts.length; length++) {
    const parent = entries.get(parts.slice(0, length).join("/"));
    if (parent !== undefined && parent.type !== "folder") {
      throw new ArchiveError(`the archive puts ${JSON.stringify(path)} below something that is no folder`);
    }
  }
}

function linkTarget(path: string, target: string): string {
  const depth = path.split("/").length - 1;
  let level = depth;
  for (const part of target.split("/")) {
    if (part === "..") level--;
    else if (part !== "" && part !== ".") level++;
    if (level < 0) break;
  }
  if (target === "" || target.startsWith("/") || target.includes("\0") || level < 0) {
    throw new ArchiveError(`the archive has a link that leads out of it: ${JSON.stringify(path)}`);
  }
  return target;
}
