import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { SandboxContext } from "../define-isolation-backend.js";
import type { ImageStore, UnpackedImage } from "../image/image-store.js";
import type { Workload } from "../workload.js";
import { preparedFolder } from "./kernel.js";
import { folderKey, rootDisk } from "./root-disk.js";

/** The root file system that a guest gets. */
export interface GuestRoot {
  /** The file of a disk with it. */
  readonly disk: string;
  /** Set when it comes from the workload's own image. */
  readonly image?: UnpackedImage;
}

/** Finds root file systems and makes disks of them. */
export class GuestRoots {
  readonly #configured: { readonly node?: string; readonly python?: string };
  readonly #context: SandboxContext;
  readonly #images: ImageStore;

  constructor(
    configured: { readonly node?: string; readonly python?: string },
    context: SandboxContext,
    images: ImageStore,
  ) {
    this.#configured = configured;
    this.#context = context;
    this.#images = images;
  }

  /**
   * The root for a workload; undefined for programs that need none.
   *
   * @throws Error saying what is missing; ImageError, ArchiveError.
   */
  async find({ runtime, source }: Workload): Promise<GuestRoot | undefined> {
    const { baseDir, cacheFolder } = this.#context;
    if (source.kind === "image") {
      const image = await this.#images.open(resolve(baseDir, source.path), source.reference);
      return { image, disk: await rootDisk(cacheFolder, image.root, image.digest) };
    }
    if (runtime !== "node" && runtime !== "python") return undefined;
    const configured = this.#configured[runtime];
    const path =
      configured === undefined
        ? join(preparedFolder(cacheFolder), "roots", runtime)
        : resolve(baseDir, configured);
    const status = statSync(path, { throwIfNoEntry: false });
    if (status === undefined) {
      throw new Error(
        `there is no root file system for ${runtime}; make one with: provc isolation prepare, or set isolation.backends.microvm.roots.${runtime}`,
      );
    }
    if (status.isDirectory() && statSync(join(path, "index.json"), { throwIfNoEntry: false }) === undefined) {
      return { disk: await rootDisk(cacheFolder, path, folderKey(path)) };
    }
    const { root, digest } = await this.#images.open(path, undefined);
    return { disk: await rootDisk(cacheFolder, root, digest) };
  }
}
