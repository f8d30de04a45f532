import { open } from "node:fs/promises";
import type { FileSource } from "../workload.js";

/**
 * The content of a file.
 *
 * @throws Error when it cannot be read or is larger than that.
 */
export async function readFileSource(source: FileSource, mostBytes: number): Promise<Uint8Array> {
  const content = source instanceof Uint8Array ? source : await readRegularFile(source.path, mostBytes);
  if (content.length > mostBytes) throw new Error(tooLarge(mostBytes));
  return content;
}

async function readRegularFile(path: string, mostBytes: number): Promise<Uint8Array> {
  const file = await open(path, "r");
  try {
    const status = await file.stat();
    if (!status.isFile()) throw new Error(`${JSON.stringify(path)} is no file`);
    if (status.size > mostBytes) throw new Error(tooLarge(mostBytes));
    return await file.readFile();
  } finally {
    await file.close();
  }
}

function tooLarge(mostBytes: number): string {
  return `the file is larger than ${Math.floor(mostBytes / 1024 / 1024)} MiB`;
}
