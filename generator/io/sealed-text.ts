import { randomBytes } from "node:crypto";
import { dirname } from "node:path";
import { hashBytes } from "./content-hash.js";
import type { FileSystem } from "./file-system.js";

const hashLength = 64;

/**
 * Writes a file of the cache: its content after a line with its hash, so that a damaged file is known as one.
 */
export function writeSealed(fileSystem: FileSystem, path: string, content: Uint8Array): void {
  fileSystem.makeFolder(dirname(path));
  // Whoever reads at this moment sees the old file or the new one.
  const draft = `${path}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    fileSystem.writeFile(draft, Buffer.concat([Buffer.from(`${hashBytes(content)}\n`), content]));
    fileSystem.rename(draft, path);
  } catch (error) {
    fileSystem.removeFile(draft);
    throw error;
  }
}

/** Reads a file of the cache; undefined when it is missing, damaged or unreadable. */
export function readSealed(fileSystem: FileSystem, path: string): Buffer | undefined {
  try {
    const found = fileSystem.readFile(path);
    if (found === undefined) return undefined;
    const bytes = Buffer.from(found.buffer, found.byteOffset, found.byteLength);
    const content = bytes.subarray(hashLength + 1);
    const seal = bytes.subarray(0, hashLength + 1).toString("latin1");
    return seal === `${hashBytes(content)}\n` ? content : undefined;
  } catch {
    return undefined;
  }
}
