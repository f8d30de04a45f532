import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type TarInput, tar } from "./tar.js";

export interface LayoutImage {
  /** Entries, or the bytes of a whole layer. */
  readonly layers: readonly (readonly TarInput[] | Uint8Array)[];
  readonly config?: object;
  /** Default: `1`. */
  readonly tag?: string;
  readonly platform?: { readonly os: string; readonly architecture: string };
}

/** What a descriptor says of a blob. */
export interface BlobDescriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

export const mediaTypes = {
  index: "application/vnd.oci.image.index.v1+json",
  manifest: "application/vnd.oci.image.manifest.v1+json",
  config: "application/vnd.oci.image.config.v1+json",
  layer: "application/vnd.oci.image.layer.v1.tar+gzip",
} as const;

/** Writes an OCI layout and gives the digests of the images' manifests. */
export function writeLayout(folder: string, images: readonly LayoutImage[]): readonly string[] {
  mkdirSync(join(folder, "blobs", "sha256"), { recursive: true });
  writeFileSync(join(folder, "oci-layout"), '{"imageLayoutVersion":"1.0.0"}');
  const manifests = images.map(({ layers, config = {}, tag = "1", platform }) => {
    const packed = layers.map((layer) =>
      layer instanceof Uint8Array ? layer : gzipSync(tar(layer as readonly TarInput[])),
    );
    const manifest = {
      schemaVersion: 2,
      mediaType: mediaTypes.manifest,
      config: writeBlob(
        folder,
        mediaTypes.config,
        JSON.stringify({
          architecture: "amd64",
          os: "linux",
          config,
          rootfs: { type: "layers", diff_ids: packed.map((layer) => digestOf(layer)) },
        }),
      ),
      layers: packed.map((layer) => writeBlob(folder, mediaTypes.layer, layer)),
    };
    return {
      ...writeBlob(folder, mediaTypes.manifest, JSON.stringify(manifest)),
      ...(platform !== undefined && { platform }),
      annotations: { "org.opencontainers.image.ref.name": tag },
    };
  });
  writeFileSync(join(folder, "index.json"), JSON.stringify({ schemaVersion: 2, manifests }));
  return manifests.map(({ digest }) => digest);
}

export function writeBlob(folder: string, mediaType: string, content: string | Uint8Array): BlobDescriptor {
  const bytes = Buffer.from(content);
  const digest = digestOf(bytes);
  writeFileSync(join(folder, "blobs", "sha256", digest.slice("sha256:".length)), bytes);
  return { mediaType, digest, size: bytes.length };
}

export function digestOf(bytes: string | Uint8Array): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}
