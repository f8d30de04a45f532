import { randomBytes } from "node:crypto";
import { dirname } from "node:path";
import { hashBytes } from "./content-hash.js";
import type { FileSystem, OpenFile } from "./file-system.js";

/*
 * Files of the cache. What is sealed follows a line with its hash and its length, so that content that is damaged, or
 * that was not written to its end, is known as such.
 */

const sealPattern = /^([0-9a-f]{64}) (\d+)\n/;
const longestSeal = 64 + 1 + 16 + 1;

/** Content with its seal. */
export function seal(content: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`${hashBytes(content)} ${content.byteLength}\n`), content]);
}

/** Writes a file in place of what is there; whoever reads at this moment sees the old file or the new one. */
export function writeWhole(fileSystem: FileSystem, path: string, content: Uint8Array): void {
  fileSystem.makeFolder(dirname(path));
  const draft = `${path}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    fileSystem.writeFile(draft, content);
    fileSystem.rename(draft, path);
  } catch (error) {
    fileSystem.removeFile(draft);
    throw error;
  }
}

/** Writes a file of sealed content. */
export function writeSealed(fileSystem: FileSystem, path: string, content: Uint8Array): void {
  writeWhole(fileSystem, path, seal(content));
}

/** Reads a file of sealed content; undefined when it is missing, damaged or unreadable. */
export function readSealed(fileSystem: FileSystem, path: string): Buffer | undefined {
  try {
    const found = fileSystem.readFile(path);
    if (found === undefined) return undefined;
    const bytes = Buffer.from(found.buffer, found.byteOffset, found.byteLength);
    const read = (position: number, length: number): Buffer => bytes.subarray(position, position + length);
    const sealed = readSeal({ size: bytes.length, read }, 0);
    return sealed?.end === bytes.length ? sealed.content : undefined;
  } catch {
    return undefined;
  }
}

/** Reads sealed content in a file, and tells where it ends; undefined when it is damaged. */
export function readSeal(
  { size, read }: Pick<OpenFile, "size" | "read">,
  position: number,
): { readonly content: Buffer; readonly end: number } | undefined {
  const line = sealPattern.exec(
    read(position, Math.min(longestSeal, size - position))?.toString("latin1") ?? "",
  );
  if (line === null) return undefined;
  const start = position + line[0].length;
  const end = start + Number(line[2]);
  const content = end > size ? undefined : read(start, end - start);
  return content === undefined || hashBytes(content) !== line[1] ? undefined : { content, end };
}
