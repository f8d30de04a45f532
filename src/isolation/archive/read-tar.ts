import { ArchiveError } from "./archive-error.js";
import { BLOCK, readPaxRecords, readTarHeader, type TarHeader } from "./tar-header.js";

export type TarEntryType = "file" | "folder" | "symlink" | "hardlink" | "device" | "other";

/** An entry of a tar archive, its extended headers applied. */
export interface TarEntry {
  /** As it stands in the archive; not to be trusted. */
  readonly name: string;
  readonly type: TarEntryType;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly modified: number;
  /** Of links. */
  readonly linkName: string;
  /** The content of a file. To be read, if at all, before the next entry is asked for. */
  readonly content: AsyncIterable<Buffer>;
}

/** How large headers that hold a name may be. */
const MOST_HEADER_BYTES = 64 * 1024;

const TYPES: ReadonlyMap<string, TarEntryType> = new Map([
  ["0", "file"],
  ["\0", "file"],
  ["7", "file"],
  ["5", "folder"],
  ["2", "symlink"],
  ["1", "hardlink"],
  ["3", "device"],
  ["4", "device"],
  ["6", "device"],
]);

/**
 * Goes through a tar archive.
 *
 * @throws ArchiveError when it is damaged or breaks off.
 */
export async function* readTar(source: AsyncIterable<Buffer>): AsyncGenerator<TarEntry, void, undefined> {
  const reader = new BlockReader(source);
  try {
    yield* readEntries(reader);
  } finally {
    await reader.close();
  }
}

async function* readEntries(reader: BlockReader): AsyncGenerator<TarEntry, void, undefined> {
  let longName: string | undefined;
  let longLink: string | undefined;
  let extended = new Map<string, string>();
  for (;;) {
    const block = await reader.read(BLOCK);
    if (block.length === 0) return;
    if (block.length < BLOCK) throw new ArchiveError("the archive breaks off");
    const header = readTarHeader(block);
    if (header === undefined) return;
    if (header.type === "L" || header.type === "K") {
      const name = (await wholeContent(reader, header)).toString("utf8").replace(/\0[\s\S]*$/, "");
      if (header.type === "L") longName = name;
      else longLink = name;
      continue;
    }
    if (header.type === "x" || header.type === "g") {
      const records = readPaxRecords(await wholeContent(reader, header));
      // Global records hold comments such as a commit; what they say of entries is used by nobody.
      if (header.type === "x") extended = new Map(records);
      if ([...extended.keys()].some((key) => key.startsWith("GNU.sparse.")))
        throw new ArchiveError("the archive has a sparse file, which cannot be read");
      continue;
    }
    const isFile = (TYPES.get(header.type) ?? "other") === "file";
    const size = paxNumber(extended, "size") ?? header.size;
    const name = extended.get("path") ?? longName ?? header.name;
    const content = reader.content(size);
    yield {
      name,
      type: isFile && name.endsWith("/") ? "folder" : (TYPES.get(header.type) ?? "other"),
      mode: header.mode,
      uid: paxNumber(extended, "uid") ?? header.uid,
      gid: paxNumber(extended, "gid") ?? header.gid,
      modified: paxNumber(extended, "mtime") ?? header.modified,
      size,
      linkName: extended.get("linkpath") ?? longLink ?? header.linkName,
      content,
    };
    for await (const _skipped of content);
    await reader.skipPadding(size);
    longName = undefined;
    longLink = undefined;
    extended = new Map();
  }
}

async function wholeContent(reader: BlockReader, { size }: TarHeader): Promise<Buffer> {
  if (size > MOST_HEADER_BYTES) throw new ArchiveError("the archive has a header that is too large");
  const content = await reader.read(size);
  if (content.length < size) throw new ArchiveError("the archive breaks off");
  await reader.skipPadding(size);
  return content;
}

function paxNumber(records: ReadonlyMap<string, string>, key: string): number | undefined {
  const text = records.get(key);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!(value >= 0) || value > Number.MAX_SAFE_INTEGER)
    throw new ArchiveError(`the archive has a damaged ${key}`);
  return Math.floor(value);
}

/** Cuts a stream of chunks into pieces of the sizes that are asked for. */
class BlockReader {
  readonly #source: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** That many bytes, or what there is to the end. */
  async read(length: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (let missing = length; missing > 0; ) {
      const part = await this.#next(missing);
      if (part === undefined) break;
      parts.push(part);
      missing -= part.length;
    }
    return Buffer.concat(parts);
  }

  /** That many bytes in pieces; can be read once, and goes on where an earlier reader has stopped. */
  content(length: number): AsyncIterable<Buffer> {
    let missing = length;
    const next = async (): Promise<IteratorResult<Buffer>> => {
      if (missing === 0) return { done: true, value: undefined };
      const value = await this.#next(missing);
      if (value === undefined) throw new ArchiveError("the archive breaks off");
      missing -= value.length;
      return { done: false, value };
    };
    return { [Symbol.asyncIterator]: () => ({ next }) };
  }

  /** Lets go of the source, also in the middle of it. */
  async close(): Promise<void> {
    await this.#source.return?.();
  }

  async skipPadding(size: number): Promise<void> {
    await this.read((BLOCK - (size % BLOCK)) % BLOCK);
  }

  async #next(atMost: number): Promise<Buffer | undefined> {
    while (this.#rest.length === 0) {
      const { done, value } = await this.#source.next();
      if (done === true) return undefined;
      this.#rest = value;
    }
    const part = this.#rest.subarray(0, atMost);
    this.#rest = this.#rest.subarray(part.length);
    return part;
  }
}
