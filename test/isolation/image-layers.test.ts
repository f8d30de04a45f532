import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { applyLayer } from "../../src/isolation/image/apply-layer.js";
import { temporaryFolder } from "../support/folders.js";
import { waitUntil } from "../support/wait-until.js";
import { pax, type TarInput, tar } from "./support/tar.js";

const MEBIBYTE = 1024 * 1024;

/** Unpacks layers onto a root beside which lies a file that nothing may touch. */
async function unpacked(
  ...layers: readonly (readonly TarInput[] | Uint8Array)[]
): Promise<{ root: string; text: (path: string) => string }> {
  const folder = temporaryFolder();
  const root = join(folder, "outer", "root");
  mkdirSync(root, { recursive: true });
  writeFileSync(join(folder, "outer", "victim"), "untouched");
  const budget = { bytes: MEBIBYTE, entries: 100 };
  const before = openFiles();
  try {
    for (const [index, layer] of layers.entries()) {
      const file = join(folder, `layer-${index}`);
      writeFileSync(file, layer instanceof Uint8Array ? layer : gzipSync(tar(layer as readonly TarInput[])));
      await applyLayer(root, file, budget);
    }
  } finally {
    expect(readdirSync(join(folder, "outer")).sort()).toEqual(["root", "victim"]);
    expect(readFileSync(join(folder, "outer", "victim"), "utf8")).toBe("untouched");
    // A stream closes its file a little after it has ended.
    await waitUntil("no file is open any more", () => openFiles() <= before);
  }
  return { root, text: (path) => readFileSync(join(root, path), "utf8") };
}

function openFiles(): number {
  return process.platform === "linux" ? readdirSync("/proc/self/fd").length : 0;
}

const file = (name: string, content = name): TarInput => ({ name, content });
const folder = (name: string): TarInput => ({ name, type: "5", mode: 0o755 });
const link = (name: string, linkName: string): TarInput => ({ name, type: "2", linkName });
const hardLink = (name: string, linkName: string): TarInput => ({ name, type: "1", linkName });

describe("a layer of an image", () => {
  it("replaces what the layers below it have brought, whatever that was", async () => {
    const { root, text } = await unpacked(
      [file("a"), folder("b"), file("b/c"), link("d", "a"), file("e", "old")],
      [folder("a"), file("a/x"), file("b"), file("d", "a file"), hardLink("e", "d")],
    );
    expect([text("a/x"), text("b"), text("d"), text("e")]).toEqual(["a/x", "b", "a file", "a file"]);
    expect(lstatSync(join(root, "d")).isSymbolicLink()).toBe(false);
  });

  it("keeps what is in a folder that it names again, and sets modes and times", async () => {
    const { root, text } = await unpacked(
      [folder("d"), file("d/kept")],
      [
        { ...folder("d"), mode: 0o700 },
        { ...file("d/run", "#!"), mode: 0o4755, modified: 1_000_000_000 },
      ],
    );
    expect(text("d/kept")).toBe("d/kept");
    expect(statSync(join(root, "d")).mode & 0o7777).toBe(0o700);
    expect(statSync(join(root, "d/run")).mode & 0o7777).toBe(0o4755);
    expect(statSync(join(root, "d/run")).mtimeMs).toBe(1_000_000_000_000);
  });

  it("removes by whiteouts what lower layers have brought, and nothing of its own", async () => {
    const { root, text } = await unpacked(
      [file("a"), folder("d"), file("d/x"), file("d/y"), folder("e"), file("e/x")],
      [
        file(".wh.a", ""),
        file(".wh.d", ""),
        file("d/own"),
        file("own"),
        file(".wh.own", ""),
        file(".wh.none", ""),
      ],
      [folder("e"), file("e/.wh..wh..opq", ""), file("e/new")],
    );
    expect(readdirSync(root).sort()).toEqual(["d", "e", "own"]);
    expect(readdirSync(join(root, "d"))).toEqual(["own"]);
    expect(readdirSync(join(root, "e"))).toEqual(["new"]);
    expect(text("own")).toBe("own");
  });

  it("empties a folder by an opaque whiteout wherever that stands in the layer, also deep below", async () => {
    const { root } = await unpacked(
      [file("a/b/old"), file("a/b/c/old"), file("a/other/old")],
      [file("a/b/c/new"), file("a/.wh..wh..opq", "")],
    );
    expect(readdirSync(join(root, "a"))).toEqual(["b"]);
    expect(readdirSync(join(root, "a/b"))).toEqual(["c"]);
    expect(readdirSync(join(root, "a/b/c"))).toEqual(["new"]);
  });

  it("follows links inside of the root only: absolute ones, climbing ones, chains of them", async () => {
    const { root, text } = await unpacked([
      folder("real"),
      link("absolute", "/real"),
      file("absolute/one"),
      link("climbing", "../../../../real"),
      file("climbing/two"),
      link("chain", "climbing/../absolute"),
      file("chain/three"),
      link("outside", "../victim"),
      file("outside", "a file instead"),
      link("dangling", "/nowhere/at/all"),
      file("dangling/four"),
      hardLink("five", "/chain/one"),
      hardLink("six", "absolute/two"),
    ]);
    expect(readdirSync(join(root, "real")).sort()).toEqual(["one", "three", "two"]);
    expect(text("outside")).toBe("a file instead");
    expect(text("nowhere/at/all/four")).toBe("dangling/four");
    expect([text("five"), text("six")]).toEqual(["absolute/one", "climbing/two"]);
    expect(readlinkSync(join(root, "climbing"))).toBe("../../../../real");
  });

  it("leaves devices out, and takes names as long as they come", async () => {
    const long = `${"n".repeat(120)}/${"é".repeat(100)}`;
    const gnu = `${"g".repeat(150)}/x`;
    const { root, text } = await unpacked([
      { name: "dev/null", type: "3" },
      { name: "dev/disk", type: "4" },
      { name: "dev/pipe", type: "6" },
      pax({ path: long, mtime: "1.5", comment: "a=b\nc" }),
      { name: "short", content: "long" },
      { name: "././@LongLink", type: "L", content: `${gnu}\0` },
      { name: "short", content: "gnu" },
      pax({ linkpath: long }),
      link("l", "short"),
    ]);
    expect(readdirSync(join(root, "dev"))).toEqual([]);
    expect([text(long), text(gnu)]).toEqual(["long", "gnu"]);
    expect(readlinkSync(join(root, "l"))).toBe(long);
    expect(existsSync(join(root, "short"))).toBe(false);
  });

  it.each<[string, readonly TarInput[] | Uint8Array, string]>([
    ["..", [file("a/../../victim")], "leads out of it"],
    [".. in a pax path", [pax({ path: "../victim" }), file("x")], "leads out of it"],
    ["an absolute name", [file("/etc/passwd")], "leads out of it"],
    ["a NUL", [pax({ path: "a\0b" }), file("x")], "NUL character"],
    ["a whiteout of ..", [file(".wh...", "")], "a whiteout of no file"],
    ["a whiteout of .", [file("a/.wh..", "")], "a whiteout of no file"],
    ["a whiteout of nothing", [file("a/.wh.", "")], "a whiteout of no file"],
    ["a circle of links", [link("a", "b"), link("b", "a"), file("a/x")], "in a circle"],
    ["a hard link to nothing", [hardLink("a", "b")], "hard link to no file"],
    ["a hard link to a folder", [folder("a"), hardLink("b", "a")], "hard link to no file"],
    ["a hard link to itself", [file("a"), hardLink("a", "a")], "hard link to no file"],
    ["a hard link that climbs out", [hardLink("a", "../victim")], "leads out of it"],
    ["a sparse file of GNU's", [{ name: "a", type: "S" }], "of a kind that cannot be read"],
    ["a sparse file of pax's", [pax({ "GNU.sparse.major": "1" }), file("a")], "a sparse file"],
    [
      "a name that no disk takes",
      [pax({ path: "n".repeat(300) }), file("x")],
      "cannot be unpacked: ENAMETOOLONG",
    ],
    ["a path that no disk takes", [pax({ path: "n/".repeat(5_000) }), file("x")], "a path that is too long"],
    ["an owner that nobody can be", [pax({ uid: "99999999999" }), file("a")], "cannot be unpacked"],
    [
      "a damaged pax header",
      [{ name: "x", type: "x", content: "99 path=a\n" }, file("a")],
      "damaged pax header",
    ],
    ["a header as large as a file", [{ name: "x", type: "x", content: "x".repeat(70_000) }], "too large"],
    ["a size that is none", [pax({ size: "-1" }), file("a")], "damaged size"],
    ["breaking off", gzipSync(tar([file("a", "x".repeat(5_000))]).subarray(0, 2_000)), "breaks off"],
    ["damaged compression", gzipSync(tar([file("a")])).subarray(0, 60), "compression is damaged"],
    ["zstd", Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0]), "compressed with zstd, which cannot be read"],
    ["no archive", Buffer.from("no archive".repeat(100)), "no tar archive"],
    ["a bomb that packs well", [file("a", "\0".repeat(2 * MEBIBYTE))], "holds more than 1 MiB"],
  ])("is refused for %s", async (_name, layer, message) => {
    await expect(unpacked(layer)).rejects.toThrow(message);
  });

  it("is refused when all layers together are too large, or too many files", async () => {
    const half = [file("a", "x".repeat(600_000))];
    await expect(unpacked(half, half)).rejects.toThrow(/holds more than \d MiB/);
    await expect(unpacked(Array.from({ length: 101 }, (_, index) => folder(`d${index}`)))).rejects.toThrow(
      "too many files",
    );
  });

  it("stops where it is when nobody wants it any more", async () => {
    const space = temporaryFolder();
    mkdirSync(join(space, "root"));
    writeFileSync(join(space, "layer"), tar([file("a"), file("b")]));
    const budget = { bytes: MEBIBYTE, entries: 10 };
    await expect(
      applyLayer(join(space, "root"), join(space, "layer"), budget, AbortSignal.abort(new Error("enough"))),
    ).rejects.toThrow("enough");
    expect(readdirSync(join(space, "root"))).toEqual([]);
  });
});
