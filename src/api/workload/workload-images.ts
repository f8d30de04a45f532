import { randomBytes } from "node:crypto";
import { realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { HttpFailure } from "../http/http-failure.js";

/** Where images come from. */
export interface ImageOptions {
  /** The folder of the images that requests can name; without it they can name none. */
  readonly folder?: string;
  /** Bytes of an uploaded archive when it is unpacked. */
  readonly limit: number;
}

/** An image on this machine. */
export interface FoundImage {
  readonly path: string;
  /** Removes what was made for it. */
  dispose(): Promise<void>;
}

/** Finds an image by the name of its file or folder; a name leads nowhere outside of the images' folder. */
export async function findImage(name: string, { folder }: ImageOptions): Promise<FoundImage> {
  if (folder === undefined)
    throw new HttpFailure(400, "this server has no folder of images; upload one as code_archive");
  const root = await realpath(folder);
  const found = await realpath(path.resolve(root, name)).catch(() => undefined);
  if (found === undefined || !found.startsWith(root + path.sep)) {
    throw new HttpFailure(400, `there is no image ${JSON.stringify(name)}`);
  }
  return { path: found, dispose: async () => {} };
}

/** Unpacks an uploaded archive to a file of its own, which only this user can read. */
export async function unpackImage(archive: Uint8Array, { limit }: ImageOptions): Promise<FoundImage> {
  const bytes = await promisify(gunzip)(archive, { maxOutputLength: limit }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ERR_BUFFER_TOO_LARGE") throw new HttpFailure(413, "the image is too large");
      throw new HttpFailure(400, "code_archive must be a gzip-compressed archive");
    },
  );
  const file = path.join(tmpdir(), `provc-image-${randomBytes(12).toString("hex")}.tar`);
  await writeFile(file, bytes, { mode: 0o600, flag: "wx" });
  return { path: file, dispose: () => rm(file, { force: true }) };
}
