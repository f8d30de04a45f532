import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { ImageError } from "./image-error.js";

/** A reference to a blob of a layout. */
export interface Descriptor {
  readonly mediaType: string;
  /** `sha256:` and 64 digits. */
  readonly digest: string;
  /** In bytes. */
  readonly size?: number;
  readonly platform?: { readonly os?: string; readonly architecture?: string };
  readonly annotations?: Readonly<Record<string, string>>;
}

/** The manifest of one image. */
export interface ImageManifest {
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
}

const MOST_DOCUMENT_BYTES = 4 * 1024 * 1024;
const MOST_NESTING = 3;
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: "amd64", arm64: "arm64" };
const REFERENCE = "org.opencontainers.image.ref.name";

/**
 * Finds the image of a layout that a reference names (a name, a tag or a digest), for this machine's platform.
 *
 * @throws ImageError when there is none, or more than one and no reference.
 */
export async function findManifest(layout: string, reference: string | undefined): Promise<Descriptor> {
  let document = await readDocument(join(layout, "index.json"));
  for (let depth = 0; depth <= MOST_NESTING; depth++) {
    const found = chooseManifest(descriptors(document, "manifests"), depth === 0 ? reference : undefined);
    if (!/index|manifest\.list/.test(found.mediaType)) return found;
    document = await readDocument(await verifiedBlob(layout, found.digest));
  }
  throw new ImageError("the image layout nests its indexes too deeply");
}

/**
 * The one for this machine among the manifests of an index.
 *
 * @throws ImageError when there is none, or more than one.
 */
export function chooseManifest(manifests: readonly Descriptor[], reference?: string): Descriptor {
  const named = reference === undefined ? manifests : manifests.filter((entry) => isNamed(entry, reference));
  const runnable = named.filter(({ platform }) => platform === undefined || isOurs(platform));
  const [found, other] = runnable;
  if (found === undefined) {
    const what =
      reference === undefined
        ? "no image for this machine"
        : `no image ${JSON.stringify(reference)} for this machine`;
    throw new ImageError(`the image layout has ${what}`);
  }
  if (other !== undefined && other.digest !== found.digest) {
    throw new ImageError("the image layout has more than one image; give a reference");
  }
  return found;
}

function isNamed({ digest, annotations = {} }: Descriptor, reference: string): boolean {
  const name: unknown = annotations[REFERENCE];
  if (digest === reference) return true;
  return typeof name === "string" && (name === reference || name.split(":").at(-1) === reference);
}

function isOurs({ os, architecture }: NonNullable<Descriptor["platform"]>): boolean {
  return (
    (os ?? "linux") === "linux" && (architecture ?? "") === (ARCHITECTURES[process.arch] ?? process.arch)
  );
}

/** @throws ImageError when it is not there, damaged, or no manifest. */
export async function readManifest(layout: string, digest: string): Promise<ImageManifest> {
  const document = await readDocument(await verifiedBlob(layout, digest));
  const [config] = descriptors({ list: [(document as { config?: unknown } | null)?.config] }, "list");
  if (config === undefined) throw new ImageError("the image's manifest names no config");
  return { config, layers: descriptors(document, "layers") };
}

/** @throws ImageError. */
export async function readDocument(file: string): Promise<unknown> {
  try {
    if ((await stat(file)).size > MOST_DOCUMENT_BYTES)
      throw new ImageError("a document of the image layout is too large");
    return JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    if (error instanceof ImageError) throw error;
    throw new ImageError("the path leads to no OCI image layout", { cause: error });
  }
}

/**
 * The file of a blob, after its content has been held against its digest.
 *
 * @throws ImageError.
 */
export async function verifiedBlob(layout: string, digest: string, signal?: AbortSignal): Promise<string> {
  const file = join(layout, "blobs", "sha256", digest.slice("sha256:".length));
  const hash = createHash("sha256");
  try {
    for await (const chunk of createReadStream(file, signal && { signal })) hash.update(chunk as Buffer);
  } catch (error) {
    signal?.throwIfAborted();
    throw new ImageError(`the image layout has no blob ${digest}`, { cause: error });
  }
  if (`sha256:${hash.digest("hex")}` !== digest)
    throw new ImageError(`blob ${digest} of the image layout is damaged`);
  return file;
}

/** @throws ImageError when they are not as they must be. */
export function descriptors(document: unknown, list: string): readonly Descriptor[] {
  const entries = (document as Readonly<Record<string, unknown>> | null)?.[list];
  if (!Array.isArray(entries)) throw new ImageError("the image layout is damaged");
  return entries.map((entry: Partial<Descriptor> | null) => {
    if (!/^sha256:[0-9a-f]{64}$/.test(String(entry?.digest))) {
      throw new ImageError("the image layout names a blob by something that is no SHA-256 digest");
    }
    const platform =
      typeof entry?.platform === "object" && entry.platform !== null ? entry.platform : undefined;
    const annotations =
      typeof entry?.annotations === "object" && entry.annotations !== null ? entry.annotations : undefined;
    return {
      digest: String(entry?.digest),
      mediaType: String(entry?.mediaType ?? ""),
      ...(typeof entry?.size === "number" && { size: entry.size }),
      ...(platform !== undefined && { platform }),
      ...(annotations !== undefined && { annotations }),
    };
  });
}
