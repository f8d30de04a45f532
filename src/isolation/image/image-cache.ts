import { randomBytes } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { currentProcess, mayBeAlive, type ProcessIdentity } from "../../process/process-identity.js";
import { inScratchFolder } from "../state/scratch-folder.js";
import type { ImageConfig } from "./image-config.js";

/** An image, unpacked; never to be written to. */
export interface UnpackedImage {
  /** Of its manifest. */
  readonly digest: string;
  readonly root: string;
  readonly config: ImageConfig;
}

/** An image that is not removed while it is held. */
export interface HeldImage {
  readonly image: UnpackedImage;
  release(): void;
}

interface StoredImage {
  readonly config: ImageConfig;
  readonly bytes: number;
}

const PLACE = /^[0-9a-f]{64}$/;

/**
 * Unpacked images by the digests of their manifests, shared by all processes with the same folder. When they become too many,
 * those that nobody holds go, the one that has not been used for longest first.
 */
export class ImageCache {
  readonly folder: string;
  readonly #mostBytes: number;

  constructor(folder: string, mostBytes: number) {
    this.folder = folder;
    this.#mostBytes = mostBytes;
  }

  has(digest: string): boolean {
    return existsSync(join(this.#place(digest), "image.json"));
  }

  /** Takes a finished root file system out of a scratch folder. */
  async add(digest: string, scratch: string, config: ImageConfig, bytes: number): Promise<void> {
    writeFileSync(join(scratch, "image.json"), JSON.stringify({ config, bytes } satisfies StoredImage));
    mkdirSync(join(scratch, "holders"), { mode: 0o700 });
    const place = this.#place(digest);
    try {
      renameSync(scratch, place);
    } catch (error) {
      // Another process was faster with the same image, unless what is there is none.
      if (!this.has(digest)) {
        if (!existsSync(place)) throw error;
        rmSync(place, { recursive: true, force: true });
        renameSync(scratch, place);
      }
    }
    await this.#makeRoom(digest);
  }

  /** Holds an image; undefined when it is not there, or no longer. */
  hold(digest: string): HeldImage | undefined {
    const place = this.#place(digest);
    const holder = join(place, "holders", `${randomBytes(8).toString("hex")}.json`);
    try {
      writeFileSync(holder, JSON.stringify(currentProcess()), { mode: 0o600 });
      const { config } = readStored(place);
      const now = new Date();
      utimesSync(join(place, "image.json"), now, now);
      return {
        image: { digest, root: join(place, "root"), config },
        release: () => rmSync(holder, { force: true }),
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      return undefined;
    }
  }

  async #makeRoom(kept: string): Promise<void> {
    const places = readdirSync(this.folder).filter((name) => PLACE.test(name));
    const stored = places.flatMap((name) => {
      try {
        const place = join(this.folder, name);
        const used = statSync(join(place, "image.json")).mtimeMs;
        return [{ place, used, bytes: readStored(place).bytes }];
      } catch {
        // It is being removed.
        return [];
      }
    });
    let total = stored.reduce((sum, { bytes }) => sum + bytes, 0);
    for (const { place, bytes } of stored.sort((one, other) => one.used - other.used)) {
      if (total <= this.#mostBytes) return;
      if (place !== this.#place(kept) && (await this.#evict(place))) total -= bytes;
    }
  }

  async #evict(place: string): Promise<boolean> {
    if (isHeld(place)) return false;
    return await inScratchFolder(this.folder, async (scratch) => {
      const moved = join(scratch, "image");
      try {
        renameSync(place, moved);
      } catch {
        return false;
      }
      if (!isHeld(moved)) return true;
      // Somebody came between the look and the move.
      renameSync(moved, place);
      return false;
    });
  }

  #place(digest: string): string {
    return join(this.folder, digest.slice("sha256:".length));
  }
}

function readStored(place: string): StoredImage {
  return JSON.parse(readFileSync(join(place, "image.json"), "utf8")) as StoredImage;
}

function isHeld(place: string): boolean {
  const holders = join(place, "holders");
  if (!existsSync(holders)) return false;
  return readdirSync(holders).some((name) => {
    try {
      if (mayBeAlive(JSON.parse(readFileSync(join(holders, name), "utf8")) as ProcessIdentity)) return true;
      rmSync(join(holders, name), { force: true });
      return false;
    } catch {
      // It has just been released, or is being written.
      return existsSync(join(holders, name));
    }
  });
}
