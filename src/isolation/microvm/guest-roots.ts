import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { SandboxContext } from "../define-isolation-backend.js";
import type { ImageConfig } from "../image/image-config.js";
import { type ImageFields, ImageStore } from "../image/image-store.js";
import { type ImageUser, imageUser } from "../image/image-user.js";
import type { Workload } from "../workload.js";
import { preparedFolder } from "./kernel.js";
import { type DiskCache, folderKey, rootDisk } from "./root-disk.js";

/** The root file system that a guest gets. */
export interface GuestRoot {
  /** The file of a disk with it. */
  readonly disk: string;
  /** What the workload's own image says of its program, when it comes from one. */
  readonly image?: { readonly config: ImageConfig; readonly user: ImageUser };
}

/** The paths of root file systems that a config names. */
export interface ConfiguredRoots {
  readonly node?: string;
  readonly python?: string;
}

/** Finds root file systems and makes disks of them. */
export class GuestRoots {
  readonly #configured: ConfiguredRoots;
  readonly #context: SandboxContext;
  readonly #images: ImageStore;
  readonly #disks: DiskCache;

  constructor(configured: ConfiguredRoots, context: SandboxContext, fields: ImageFields) {
    this.#configured = configured;
    this.#context = context;
    this.#images = new ImageStore(context.cacheFolder, context.baseDir, fields);
    this.#disks = {
      folder: join(context.cacheFolder, "disks"),
      mostBytes: fields.image_cache_mb * 1024 * 1024,
    };
  }

  /**
   * The root for a workload; undefined for programs that need none.
   *
   * @throws Error saying what is missing; ImageError, ArchiveError; the signal's reason.
   */
  async find({ runtime, source }: Workload, signal: AbortSignal): Promise<GuestRoot | undefined> {
    if (source.kind === "image") {
      return await this.#images.use(source, signal, async ({ root, digest, config }) => ({
        image: { config, user: imageUser(root, config.user) },
        disk: await rootDisk(this.#disks, root, digest, signal),
      }));
    }
    if (runtime !== "node" && runtime !== "python") return undefined;
    const path = this.#pathOf(runtime);
    const status = statSync(path, { throwIfNoEntry: false });
    if (status === undefined) {
      throw new Error(
        `there is no root file system for ${runtime}; make one with: provc isolation prepare, or set isolation.backends.microvm.roots.${runtime}`,
      );
    }
    if (status.isDirectory() && statSync(join(path, "index.json"), { throwIfNoEntry: false }) === undefined)
      return { disk: await rootDisk(this.#disks, path, folderKey(path), signal) };
    return await this.#images.use({ path }, signal, async ({ root, digest }) => ({
      disk: await rootDisk(this.#disks, root, digest, signal),
    }));
  }

  #pathOf(runtime: keyof ConfiguredRoots): string {
    const { baseDir, cacheFolder } = this.#context;
    const configured = this.#configured[runtime];
    return configured === undefined
      ? join(preparedFolder(cacheFolder), "roots", runtime)
      : resolve(baseDir, configured);
  }
}
