import { createWriteStream, mkdirSync } from "node:fs";
import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { entryPath } from "../archive/entry-path.js";
import { readTar } from "../archive/read-tar.js";
import { unpackedStream } from "../archive/unpacked-stream.js";
import { inScratchFolder } from "../state/scratch-folder.js";
import { SharedWork } from "../state/shared-work.js";
import type { ImageSource } from "../workload.js";
import { applyLayer } from "./apply-layer.js";
import { ImageCache, type UnpackedImage } from "./image-cache.js";
import { readImageConfig } from "./image-config.js";
import { ImageError } from "./image-error.js";
import { findManifest, readDocument, readManifest, verifiedBlob } from "./oci-layout.js";
import { type ImageReference, parseImageReference } from "./registry/image-reference.js";
import { openRegistry, type RegistryFields } from "./registry/open-registry.js";
import { PulledImages } from "./registry/pulled-images.js";

/** The fields about images that a backend's config has; defaults of its schema applied. */
export interface ImageFields {
  readonly image_mb: number;
  readonly image_cache_mb: number;
  readonly registries: RegistryFields;
}

const MEBIBYTE = 1024 * 1024;
const MOST_ENTRIES = 1_000_000;
const MOST_KNOWN = 1_000;

/** Unpacks images once and keeps them, by the digests of their manifests. */
export class ImageStore {
  readonly #folder: string;
  readonly #baseDir: string;
  readonly #fields: ImageFields;
  readonly #cache: ImageCache;
  readonly #pulled: PulledImages;
  readonly #underWay = new SharedWork<string>();
  /** Archive → digest, so that an archive that has not changed need not be read. */
  readonly #known = new Map<string, string>();

  constructor(cacheFolder: string, baseDir: string, fields: ImageFields) {
    this.#folder = join(cacheFolder, "images");
    this.#baseDir = baseDir;
    this.#fields = fields;
    this.#cache = new ImageCache(this.#folder, fields.image_cache_mb * MEBIBYTE);
    this.#pulled = new PulledImages(join(this.#folder, "pulled"));
  }

  /**
   * Does something with the image that a source names, which is there as long as that takes.
   *
   * @throws ImageError, ArchiveError; the signal's reason.
   */
  async use<Result>(
    source: ImageSource,
    signal: AbortSignal,
    work: (image: UnpackedImage) => Promise<Result>,
  ): Promise<Result> {
    // What is unpacked may hold programs that run with their owner's rights: nobody else gets near them.
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    for (;;) {
      const held = this.#cache.hold(await this.#provide(source, signal));
      // Removed in between, by a process that needed room.
      if (held === undefined) continue;
      try {
        return await work(held.image);
      } finally {
        held.release();
      }
    }
  }

  async #provide({ path, reference }: ImageSource, signal: AbortSignal): Promise<string> {
    if (path !== undefined) return await this.#fromPath(resolve(this.#baseDir, path), reference, signal);
    const parsed = parseImageReference(reference ?? "");
    const pinned = parsed.digest === undefined ? undefined : this.#pulled.find(parsed.digest);
    if (pinned !== undefined && this.#cache.has(pinned)) return pinned;
    return await this.#underWay.run(`registry ${reference}`, signal, (shared) => this.#pull(parsed, shared));
  }

  async #fromPath(path: string, reference: string | undefined, signal: AbortSignal): Promise<string> {
    const status = await stat(path).catch((error: Error) => {
      throw new ImageError(`there is no image at ${JSON.stringify(path)}`, { cause: error });
    });
    if (status.isDirectory()) return await this.#fromLayout(path, reference, signal);
    const key = [path, status.ino, status.size, status.mtimeMs, reference ?? ""].join("\0");
    const known = this.#known.get(key);
    if (known !== undefined && this.#cache.has(known)) return known;
    const digest = await this.#underWay.run(`archive ${key}`, signal, (shared) =>
      inScratchFolder(this.#folder, async (scratch) => {
        await this.#unpackArchive(path, scratch, shared);
        return await this.#fromLayout(scratch, reference, shared);
      }),
    );
    this.#known.set(key, digest);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST_KNOWN && oldest !== undefined) this.#known.delete(oldest);
    return digest;
  }

  async #pull(reference: ImageReference, signal: AbortSignal): Promise<string> {
    return await inScratchFolder(this.#folder, async (scratch) => {
      const registry = openRegistry(reference, {
        fields: this.#fields.registries,
        baseDir: this.#baseDir,
        scratch,
        mostBytes: this.#mostBytes,
        signal,
      });
      const found = await registry.find();
      const known = found === undefined ? undefined : this.#pulled.find(found.digest);
      if (known !== undefined && this.#cache.has(known)) return known;
      const digest = await this.#fromLayout(await registry.fetch(found), undefined, signal);
      const asked = found?.digest ?? reference.digest;
      if (asked !== undefined) this.#pulled.remember(asked, digest);
      return digest;
    });
  }

  async #fromLayout(layout: string, reference: string | undefined, signal: AbortSignal): Promise<string> {
    const { digest } = await findManifest(layout, reference);
    if (this.#cache.has(digest)) return digest;
    return await this.#underWay.run(digest, signal, (shared) => this.#unpack(layout, digest, shared));
  }

  async #unpack(layout: string, digest: string, signal: AbortSignal): Promise<string> {
    const manifest = await readManifest(layout, digest);
    const config = readImageConfig(await readDocument(await verifiedBlob(layout, manifest.config.digest)));
    return await inScratchFolder(this.#folder, async (scratch) => {
      const unpacked = join(scratch, "image");
      const root = join(unpacked, "root");
      mkdirSync(root, { recursive: true, mode: 0o755 });
      const budget = { bytes: this.#mostBytes, entries: MOST_ENTRIES };
      for (const layer of manifest.layers)
        await applyLayer(root, await verifiedBlob(layout, layer.digest, signal), budget, signal);
      await this.#cache.add(digest, unpacked, config, this.#mostBytes - budget.bytes);
      return digest;
    });
  }

  async #unpackArchive(path: string, folder: string, signal: AbortSignal): Promise<void> {
    mkdirSync(join(folder, "blobs", "sha256"), { recursive: true });
    for await (const entry of readTar(unpackedStream({ path }, this.#mostBytes))) {
      const name = entryPath(entry.name);
      if (entry.type !== "file" || !/^(?:index\.json|oci-layout|blobs\/sha256\/[0-9a-f]{64})$/.test(name))
        continue;
      await pipeline(Readable.from(entry.content), createWriteStream(join(folder, name)), { signal });
    }
  }

  get #mostBytes(): number {
    return this.#fields.image_mb * MEBIBYTE;
  }
}
