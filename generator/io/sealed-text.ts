import { randomBytes } from "node:crypto";
import { dirname } from "node:path";
import { hashBytes } from "./content-hash.js";
import type { FileSystem } from "./file-system.js";

/*
 * Files of the cache. Each piece of content follows a line with its hash and its length, so that one that is damaged, or
 * that was not written to its end, is known as such.
 */

const sealPattern = /^([0-9a-f]{64}) (\d+)\n/;
const longestSeal = 64 + 1 + 16 + 1;

function seal(content: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`${hashBytes(content)} ${content.byteLength}\n`), content]);
}

/** Writes a file with one piece. */
export function writeSealed(fileSystem: FileSystem, path: string, content: Uint8Array): void {
  fileSystem.makeFolder(dirname(path));
  // Whoever reads at this moment sees the old file or the new one.
  const draft = `${path}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    fileSystem.writeFile(draft, seal(content));
    fileSystem.rename(draft, path);
  } catch (error) {
    fileSystem.removeFile(draft);
    throw error;
  }
}

/** Adds a piece to a file. */
export function appendSealed(fileSystem: FileSystem, path: string, content: Uint8Array): void {
  fileSystem.appendFile(path, seal(content));
}

/** What is in a file of the cache. */
export interface SealedPieces {
  readonly pieces: readonly Buffer[];
  /** False when there is no such file, or when something in it, and so all that follows, is unreadable. */
  readonly whole: boolean;
}

/** Reads a file of the cache. */
export function readPieces(fileSystem: FileSystem, path: string): SealedPieces {
  const pieces: Buffer[] = [];
  try {
    const found = fileSystem.readFile(path);
    if (found === undefined) return { pieces, whole: false };
    const bytes = Buffer.from(found.buffer, found.byteOffset, found.byteLength);
    for (let start = 0; start < bytes.length; ) {
      const [line, hash, length] =
        sealPattern.exec(bytes.toString("latin1", start, start + longestSeal)) ?? [];
      if (line === undefined) return { pieces, whole: false };
      const end = start + line.length + Number(length);
      const content = bytes.subarray(start + line.length, end);
      if (end > bytes.length || hashBytes(content) !== hash) return { pieces, whole: false };
      pieces.push(content);
      start = end;
    }
    return { pieces, whole: pieces.length > 0 };
  } catch {
    return { pieces, whole: false };
  }
}

/** Reads a file of one piece; undefined when it is missing, damaged or unreadable. */
export function readSealed(fileSystem: FileSystem, path: string): Buffer | undefined {
  const { pieces, whole } = readPieces(fileSystem, path);
  return whole && pieces.length === 1 ? pieces[0] : undefined;
}
