import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import type { FileSource } from "../workload.js";
import { ArchiveError } from "./archive-error.js";

/** How what zstd has compressed begins. */
const ZSTD = 0xfd2fb528;

/**
 * The bytes of a tar archive, gunzipped when it is gzipped, up to a size.
 *
 * @throws ArchiveError when they are damaged or more.
 */
export async function* unpackedStream(
  source: FileSource,
  mostBytes: number,
): AsyncGenerator<Buffer, void, undefined> {
  const packed =
    source instanceof Uint8Array ? Readable.from([Buffer.from(source)]) : createReadStream(source.path);
  let stream: Readable = packed;
  let total = 0;
  try {
    const first = await firstBytes(packed);
    if (first.length >= 4 && first.readUInt32LE(0) === ZSTD)
      throw new ArchiveError("the archive is compressed with zstd, which cannot be read");
    if (first[0] === 0x1f && first[1] === 0x8b) {
      stream = packed.pipe(createGunzip());
      packed.once("error", (error: Error) => stream.destroy(error));
    }
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      total += chunk.length;
      if (total > mostBytes) throw tooLarge(mostBytes);
      yield chunk;
    }
  } catch (error) {
    if (error instanceof ArchiveError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code?.startsWith("Z_"))
      throw new ArchiveError("the archive's compression is damaged", { cause: error });
    throw new ArchiveError(`the archive cannot be read: ${message}`, { cause: error });
  } finally {
    packed.destroy();
    stream.destroy();
  }
}

/** An archive that holds more than it may. */
export function tooLarge(mostBytes: number): ArchiveError {
  return new ArchiveError(`the archive holds more than ${Math.floor(mostBytes / 1024 / 1024)} MiB`);
}

/** Looks at the beginning of a stream without taking it. */
async function firstBytes(stream: Readable): Promise<Buffer> {
  await new Promise<void>((resolve, reject) => {
    stream.once("readable", resolve);
    stream.once("end", resolve);
    stream.once("error", (error) => {
      reject(new ArchiveError(`the archive cannot be read: ${error.message}`, { cause: error }));
    });
  });
  const chunk = stream.read() as Buffer | null;
  if (chunk === null) return Buffer.alloc(0);
  stream.unshift(chunk);
  return chunk;
}
