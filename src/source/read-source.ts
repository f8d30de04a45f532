import { open } from "node:fs/promises";
import { type DecodedText, decodeText } from "./decode-text.js";
import { defaultSourceLimits } from "./limits.js";
import { type ParseSourceOptions, parseSource, tooLargeMessage } from "./parse-source.js";
import type { SourceDocument } from "./source-document.js";
import { refusedSource } from "./tree-source.js";

/** How to read a file; see {@link ParseSourceOptions}. */
export interface ReadSourceOptions extends Omit<ParseSourceOptions, "file"> {
  /** The name that diagnostics show. Default: the path as given. */
  readonly file?: string;
}

/** A file that cannot be read at all; `code` is the system's, such as `ENOENT`. */
export class SourceReadError extends Error {
  readonly code: string;

  constructor(file: string, cause: unknown) {
    super(`cannot read ${file}: ${systemReason(cause)}`, { cause });
    this.name = "SourceReadError";
    this.code = codeOf(cause);
  }
}

const reasons: ReadonlyMap<string, string> = new Map([
  ["ENOENT", "no such file"],
  ["ENOTDIR", "no such file"],
  ["EISDIR", "it is a directory"],
  ["EEXIST", "a file is in the way"],
  ["EACCES", "permission denied"],
  ["EPERM", "permission denied"],
  ["ELOOP", "too many symbolic links"],
  ["EROFS", "the file system is read-only"],
  ["ENOSPC", "no space is left"],
  ["ENAMETOOLONG", "the name is too long"],
  ["ERR_INVALID_ARG_VALUE", "the name is not valid"],
]);

/** Why the system refused to read or write a file, in words. */
export function systemReason(error: unknown): string {
  const code = codeOf(error);
  return reasons.get(code) ?? code;
}

/**
 * Reads a file as text, up to the size limit.
 * @throws {SourceReadError} when there is nothing to read.
 */
export async function readText(path: string, options: ReadSourceOptions = {}): Promise<DecodedText> {
  const file = options.file ?? path;
  const maxBytes = options.limits?.maxBytes ?? defaultSourceLimits.maxBytes;
  try {
    const handle = await open(path, "r");
    try {
      // The size of a pipe or a device is not known beforehand, so the limit holds while reading, too.
      const { size } = await handle.stat();
      const isTooLarge = size > maxBytes;
      const bytes = isTooLarge
        ? undefined
        : await collect(handle.createReadStream({ autoClose: false }), maxBytes);
      return decode(bytes, file, maxBytes);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw new SourceReadError(file, error);
  }
}

/**
 * Reads and parses a file. What is wrong with its content (size, encoding, syntax) is in the document's diagnostics.
 * @throws {SourceReadError} when there is nothing to read.
 */
export async function readSourceFile(path: string, options: ReadSourceOptions = {}): Promise<SourceDocument> {
  const { text, refused } = await readText(path, options);
  return refused ?? parseSource(text, { ...options, file: options.file ?? path });
}

/** Reads and parses a stream, such as standard input, up to the size limit. */
export async function readSourceStream(
  stream: AsyncIterable<Uint8Array | string>,
  options: ParseSourceOptions,
): Promise<SourceDocument> {
  const maxBytes = options.limits?.maxBytes ?? defaultSourceLimits.maxBytes;
  const { text, refused } = decode(await collect(stream, maxBytes), options.file, maxBytes);
  return refused ?? parseSource(text, options);
}

/** Gathers a stream's bytes; undefined when there are more than allowed. */
async function collect(
  stream: AsyncIterable<Uint8Array | string>,
  maxBytes: number,
): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    size += bytes.length;
    if (size > maxBytes) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function decode(bytes: Uint8Array | undefined, file: string, maxBytes: number): DecodedText {
  return bytes === undefined
    ? { refused: refusedSource(file, tooLargeMessage(maxBytes)) }
    : decodeText(bytes, file);
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "EIO";
}
