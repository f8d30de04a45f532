import { randomBytes } from "node:crypto";
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { currentProcess, mayBeAlive, type ProcessIdentity } from "../../process/process-identity.js";
import { entryPath } from "../archive/entry-path.js";
import { readTar } from "../archive/read-tar.js";
import { unpackedStream } from "../archive/unpacked-stream.js";
import { applyLayer } from "./apply-layer.js";
import { type ImageConfig, readImageConfig } from "./image-config.js";
import { ImageError } from "./image-error.js";
import { findManifest, readDocument, readManifest, verifiedBlob } from "./oci-layout.js";

/** An image, unpacked; never to be written to. */
export interface UnpackedImage {
  /** Of its manifest. */
  readonly digest: string;
  readonly root: string;
  readonly config: ImageConfig;
}

const MOST_ENTRIES = 1_000_000;

/** Unpacks images once and keeps them, by the digests of their manifests. */
export class ImageStore {
  readonly #folder: string;
  readonly #mostBytes: number;
  readonly #underWay = new Map<string, Promise<UnpackedImage>>();
  /** Archive → digest, so that an archive that has not changed need not be read. */
  readonly #known = new Map<string, string>();

  constructor(cacheFolder: string, mostBytes: number) {
    this.#folder = join(cacheFolder, "images");
    this.#mostBytes = mostBytes;
  }

  /**
   * The image at a path: a folder with an OCI layout, or an archive of one, gzipped or not.
   *
   * @throws ImageError, ArchiveError.
   */
  async open(path: string, reference: string | undefined): Promise<UnpackedImage> {
    // What is unpacked may hold programs that run with their owner's rights: nobody else gets near them.
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const status = await stat(path).catch((error: Error) => {
      throw new ImageError(`there is no image at ${JSON.stringify(path)}`, { cause: error });
    });
    if (status.isDirectory()) return await this.#fromLayout(path, reference);
    const key = [path, status.ino, status.size, status.mtimeMs, reference ?? ""].join("\0");
    const digest = this.#known.get(key);
    if (digest !== undefined && existsSync(this.#place(digest))) return await this.#stored(digest);
    return await this.#inScratch(async (scratch) => {
      await this.#unpackLayout(path, scratch);
      const image = await this.#fromLayout(scratch, reference);
      this.#known.set(key, image.digest);
      return image;
    });
  }

  async #fromLayout(layout: string, reference: string | undefined): Promise<UnpackedImage> {
    const { digest } = await findManifest(layout, reference);
    const running = this.#underWay.get(digest);
    if (running !== undefined) return await running;
    const unpacked = existsSync(this.#place(digest)) ? this.#stored(digest) : this.#unpack(layout, digest);
    this.#underWay.set(digest, unpacked);
    try {
      return await unpacked;
    } finally {
      this.#underWay.delete(digest);
    }
  }

  async #unpack(layout: string, digest: string): Promise<UnpackedImage> {
    const manifest = await readManifest(layout, digest);
    const config = readImageConfig(await readDocument(await verifiedBlob(layout, manifest.config.digest)));
    return await this.#inScratch(async (scratch) => {
      const root = join(scratch, "root");
      mkdirSync(root, { mode: 0o755 });
      const budget = { bytes: this.#mostBytes, entries: MOST_ENTRIES };
      for (const layer of manifest.layers)
        await applyLayer(root, await verifiedBlob(layout, layer.digest), budget);
      writeFileSync(join(scratch, "config.json"), JSON.stringify(config));
      try {
        renameSync(scratch, this.#place(digest));
      } catch (error) {
        // Another process was faster with the same image.
        if (!existsSync(this.#place(digest))) throw error;
      }
      return await this.#stored(digest);
    });
  }

  async #stored(digest: string): Promise<UnpackedImage> {
    const folder = this.#place(digest);
    const config = JSON.parse(await readFile(join(folder, "config.json"), "utf8")) as ImageConfig;
    return { digest, root: join(folder, "root"), config };
  }

  #place(digest: string): string {
    return join(this.#folder, digest.slice("sha256:".length));
  }

  async #unpackLayout(path: string, folder: string): Promise<void> {
    mkdirSync(join(folder, "blobs", "sha256"), { recursive: true });
    for await (const entry of readTar(unpackedStream({ path }, this.#mostBytes))) {
      const name = entryPath(entry.name);
      if (entry.type !== "file" || !/^(?:index\.json|oci-layout|blobs\/sha256\/[0-9a-f]{64})$/.test(name))
        continue;
      await pipeline(Readable.from(entry.content), createWriteStream(join(folder, name)));
    }
  }

  /** Does something in a new folder that is removed after it, and those of processes that have died without doing so. */
  async #inScratch<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
    this.#sweep();
    const folder = join(this.#folder, `new-${randomBytes(8).toString("hex")}`);
    writeFileSync(`${folder}.json`, JSON.stringify(currentProcess()));
    mkdirSync(folder, { mode: 0o700 });
    try {
      return await work(folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
      rmSync(`${folder}.json`, { force: true });
    }
  }

  #sweep(): void {
    for (const name of readdirSync(this.#folder)) {
      const record = /^(new-[0-9a-f]+)\.json$/.exec(name)?.[1];
      if (record === undefined) continue;
      try {
        const owner = JSON.parse(readFileSync(join(this.#folder, name), "utf8")) as ProcessIdentity;
        if (mayBeAlive(owner)) continue;
      } catch {
        continue;
      }
      rmSync(join(this.#folder, record), { recursive: true, force: true });
      rmSync(join(this.#folder, name), { force: true });
    }
  }
}
