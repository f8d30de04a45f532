import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { ImageStore } from "../../src/isolation/image/image-store.js";
import { temporaryFolder } from "../support/folders.js";
import { digestOf, type LayoutImage, mediaTypes, writeBlob, writeLayout } from "./support/layout.js";
import { tar } from "./support/tar.js";

const never = new AbortController().signal;

function store(fields: object = {}) {
  const cache = temporaryFolder();
  const images = new ImageStore(cache, "/", {
    image_mb: 10,
    image_cache_mb: 100,
    registries: { insecure: [] },
    ...fields,
  });
  /** The content of a file of an image, or the names in a folder of it. */
  const read = (path: string, file = "a", reference?: string, signal = never) =>
    images.use({ path, ...(reference !== undefined && { reference }) }, signal, async ({ root }) =>
      readFileSync(join(root, file), "utf8"),
    );
  const kept = () => readdirSync(join(cache, "images")).filter((name) => name !== "pulled");
  return { images, read, kept, cache };
}

const image = (content: string, more: Partial<LayoutImage> = {}): LayoutImage => ({
  layers: [[{ name: "a", content }]],
  ...more,
});

function layout(...images: readonly LayoutImage[]): { folder: string; digests: readonly string[] } {
  const folder = temporaryFolder();
  return { folder, digests: writeLayout(folder, images) };
}

/** The same as an archive, as other tools write it. */
function archived(folder: string): string {
  const file = join(temporaryFolder(), "image.tar");
  const blobs = readdirSync(join(folder, "blobs/sha256")).map((name) => `blobs/sha256/${name}`);
  const entries = ["oci-layout", "index.json", ...blobs].map((name) => ({
    name: `./${name}`,
    content: readFileSync(join(folder, name)),
  }));
  writeFileSync(file, tar(entries));
  return file;
}

describe("the store of images", () => {
  it("takes a layout or an archive of one, gzipped or not, and unpacks it once", async () => {
    const { folder } = layout(image("one"));
    const archive = archived(folder);
    const gzipped = `${archive}.gz`;
    writeFileSync(gzipped, gzipSync(readFileSync(archive)));
    const { read, kept } = store();
    expect(await Promise.all([read(folder), read(archive), read(gzipped)])).toEqual(["one", "one", "one"]);
    expect(kept()).toHaveLength(1);
    rmSync(join(folder, "blobs/sha256"), { recursive: true });
    expect(await read(folder)).toBe("one");
  });

  it("finds one of several by tag, name or digest, and the one for this machine", async () => {
    const other = { os: "linux", architecture: "s390x" };
    const { folder, digests } = layout(
      image("one"),
      image("two", { tag: "registry.example/app:2" }),
      image("other", { tag: "3", platform: other }),
    );
    const { read } = store();
    expect(await read(folder, "a", "1")).toBe("one");
    expect(await read(folder, "a", "2")).toBe("two");
    expect(await read(folder, "a", "registry.example/app:2")).toBe("two");
    expect(await read(folder, "a", digests[1])).toBe("two");
    await expect(read(folder)).rejects.toThrow("more than one image; give a reference");
    await expect(read(folder, "a", "3")).rejects.toThrow('no image "3" for this machine');
    await expect(read(folder, "a", "4")).rejects.toThrow('no image "4"');
  });

  it("goes through nested indexes, and not without end", async () => {
    const { folder } = layout(image("nested"));
    const { read } = store();
    const file = join(folder, "index.json");
    for (let depth = 0; depth < 3; depth++) {
      const inner = writeBlob(folder, mediaTypes.index, readFileSync(file));
      writeFileSync(file, JSON.stringify({ schemaVersion: 2, manifests: [inner] }));
    }
    expect(await read(folder)).toBe("nested");
    const deepest = writeBlob(folder, mediaTypes.index, readFileSync(file));
    writeFileSync(file, JSON.stringify({ schemaVersion: 2, manifests: [deepest] }));
    await expect(read(folder)).rejects.toThrow("nests its indexes too deeply");
  });

  it.each<[string, (folder: string, digests: readonly string[]) => void, string]>([
    ["a blob that is another", (folder) => everyBlob(folder, "x"), "is damaged"],
    ["a blob that is not there", (folder) => everyBlob(folder, undefined), "has no blob sha256:"],
    ["an index that is no JSON", (folder) => index(folder, "{"), "leads to no OCI image layout"],
    ["an index of nothing", (folder) => index(folder, "null"), "is damaged"],
    [
      "a digest that leads elsewhere",
      (folder) => index(folder, manifests("sha256:../../x")),
      "no SHA-256 digest",
    ],
    [
      "another algorithm",
      (folder) => index(folder, manifests(`sha512:${"a".repeat(128)}`)),
      "no SHA-256 digest",
    ],
    [
      "annotations of any kind",
      (folder) => index(folder, manifests(digestOf(""), { annotations: 5 })),
      "no blob",
    ],
    ["an index as large as an image", (folder) => index(folder, " ".repeat(5_000_000)), "too large"],
  ])("says what is wrong with %s, and keeps nothing of it", async (_name, change, message) => {
    const { folder, digests } = layout(image("x"));
    change(folder, digests);
    const { read, kept } = store();
    await expect(read(folder)).rejects.toThrow(message);
    expect(kept()).toEqual([]);
  });

  it("says that there is no image, and that one is too large", async () => {
    const { read, kept } = store({ image_mb: 1 });
    await expect(read("/nowhere")).rejects.toThrow('there is no image at "/nowhere"');
    const { folder } = layout(image("\0".repeat(3_000_000)));
    await expect(read(folder)).rejects.toThrow("holds more than 1 MiB");
    expect(kept()).toEqual([]);
  });

  it("stops unpacking when the last who waits for it has gone, and then has nothing left of it", async () => {
    const { folder } = layout({
      layers: [Array.from({ length: 1_500 }, (_, name) => ({ name: `f${name}`, content: "x" }))],
    });
    const { read, kept, cache } = store();
    const [first, second] = [new AbortController(), new AbortController()];
    const runs = [first, second].map((controller) => read(folder, "f1", undefined, controller.signal));
    const outcomes = Promise.allSettled(runs);
    const begun = () =>
      kept().some((name) => existsSync(join(cache, "images", name, "image", "root", "f10")));
    while (!begun()) await new Promise((resolve) => setTimeout(resolve, 1));
    first.abort(new Error("enough"));
    await expect(runs[0]).rejects.toThrow("enough");
    expect(kept().some((name) => name.startsWith("new-"))).toBe(true);
    second.abort(new Error("enough, too"));
    await expect(runs[1]).rejects.toThrow("enough, too");
    await outcomes;
    expect(kept()).toEqual([]);
    expect(await read(folder, "f1")).toBe("x");
  });

  it("goes on for the others when one who waits has gone", async () => {
    const { folder } = layout(image("one"));
    const { read } = store();
    const impatient = new AbortController();
    const [gone, stays] = [read(folder, "a", undefined, impatient.signal), read(folder)];
    impatient.abort(new Error("enough"));
    await expect(gone).rejects.toThrow("enough");
    expect(await stays).toBe("one");
  });

  it("makes room by what was not used for longest, and never by what is in use", async () => {
    const content = (letter: string) => letter.repeat(600 * 1024);
    const folders = ["a", "b", "c", "d"].map((letter) => layout(image(content(letter))).folder);
    const { images, read, kept, cache } = store({ image_cache_mb: 2 });
    const [first = "", second = "", third = "", fourth = ""] = folders;
    await images.use({ path: first }, never, async ({ root }) => {
      for (const folder of [second, third, second, fourth]) await read(folder);
      expect(readFileSync(join(root, "a"), "utf8")).toBe(content("a"));
      expect(kept()).toHaveLength(3);
    });
    for (const folder of [first, second, fourth]) rmSync(join(folder, "blobs"), { recursive: true });
    expect(await read(second)).toBe(content("b"));
    expect(await read(first)).toBe(content("a"));
    expect(await read(third)).toBe(content("c"));
    await expect(read(fourth)).rejects.toThrow("has no blob");
    expect(existsSync(join(cache, "images"))).toBe(true);
  });

  it("removes what a process has left that died while it unpacked", async () => {
    const { folder } = layout(image("one"));
    const { read, kept, cache } = store();
    const left = join(cache, "images", "new-0123456789abcdef");
    mkdirSync(join(left, "image/root"), { recursive: true });
    const dead = { host: "", pid: 2 ** 22 + 1, boot: "", namespace: "", started: "" };
    const { currentProcess } = await import("../../src/process/process-identity.js");
    writeFileSync(`${left}.json`, JSON.stringify({ ...currentProcess(), pid: dead.pid }));
    expect(await read(folder)).toBe("one");
    expect(kept()).toHaveLength(1);
  });
});

function everyBlob(folder: string, content: string | undefined): void {
  for (const name of readdirSync(join(folder, "blobs/sha256"))) {
    const file = join(folder, "blobs/sha256", name);
    if (content === undefined) rmSync(file);
    else writeFileSync(file, content);
  }
}

function index(folder: string, text: string): void {
  writeFileSync(join(folder, "index.json"), text);
}

function manifests(digest: string, more: object = {}): string {
  return JSON.stringify({ manifests: [{ mediaType: mediaTypes.manifest, digest, size: 1, ...more }] });
}
