import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { ArchiveError } from "../../src/isolation/archive/archive-error.js";
import { readArchive } from "../../src/isolation/archive/read-archive.js";
import { temporaryFolder } from "../support/folders.js";
import { pax, type TarInput, tar } from "./support/tar.js";

const limits = { bytes: 1024 * 1024, entries: 100 };
const read = (entries: readonly TarInput[]) => readArchive(gzipSync(tar(entries)), limits);

describe("a code archive", () => {
  it("gives files, folders and links as GNU tar packs them, long names included", async () => {
    const folder = temporaryFolder();
    const long = `${"n".repeat(90)}/${"m".repeat(90)}/${"é".repeat(20)}.txt`;
    mkdirSync(join(folder, long, ".."), { recursive: true });
    writeFileSync(join(folder, long), "long");
    writeFileSync(join(folder, "run.sh"), "#!/bin/sh\n", { mode: 0o755 });
    symlinkSync("run.sh", join(folder, "link"));
    for (const format of ["gnu", "pax"]) {
      const archive = execFileSync("tar", [`--format=${format}`, "-czC", folder, "."]);
      const entries = await readArchive(archive, limits);
      const byPath = new Map(entries.map((entry) => [entry.path, entry]));
      expect(Buffer.from(byPath.get(long)?.content ?? []).toString()).toBe("long");
      expect(byPath.get("run.sh")?.mode).toBe(0o755);
      expect(byPath.get("link")).toMatchObject({ type: "symlink", target: "run.sh" });
    }
  });

  it("may be not gzipped, and may be a file", async () => {
    const file = join(temporaryFolder(), "code.tar");
    writeFileSync(file, tar([{ name: "a", content: "1" }]));
    expect((await readArchive({ path: file }, limits)).map(({ path }) => path)).toEqual(["a"]);
  });

  it.each<[string, readonly TarInput[]]>([
    ["a path with ..", [{ name: "a/../../b" }]],
    ["an absolute path", [{ name: "/etc/passwd" }]],
    ["a link to an absolute path", [{ name: "l", type: "2", linkName: "/etc" }]],
    ["a link that climbs out", [{ name: "a/l", type: "2", linkName: "../../etc" }]],
    ["a file below a link", [{ name: "l", type: "2", linkName: "." }, { name: "l/f" }]],
    ["a hard link to nothing", [{ name: "h", type: "1", linkName: "etc/passwd" }]],
    ["a device", [{ name: "d", type: "3" }]],
  ])("is refused for %s", async (_name, entries) => {
    await expect(read(entries)).rejects.toThrow(ArchiveError);
  });

  it("is refused when it is larger than allowed, also when it packs well", async () => {
    await expect(read([{ name: "bomb", content: Buffer.alloc(2 * 1024 * 1024) }])).rejects.toThrow(
      "the archive holds more than 1 MiB",
    );
    const many = Array.from({ length: 101 }, (_, index) => ({ name: `f${index}` }));
    await expect(read(many)).rejects.toThrow("more than 100 entries");
  });

  it("counts a hard link like the file that it is a copy of", async () => {
    const large: TarInput = { name: "large", content: Buffer.alloc(600 * 1024) };
    expect(await read([large])).toHaveLength(1);
    await expect(read([large, { name: "copy", type: "1", linkName: "large" }])).rejects.toThrow(
      "the archive holds more than 1 MiB",
    );
  });

  it("is refused for paths that are longer or deeper than those of programs", async () => {
    const entry = (path: string): readonly TarInput[] => [pax({ path }), { name: "x" }];
    expect(await read(entry(`${"a/".repeat(127)}b`))).toHaveLength(1);
    await expect(read(entry(`${"a/".repeat(128)}b`))).rejects.toThrow("more than 128 levels");
    await expect(read(entry("a".repeat(4097)))).rejects.toThrow("a path that is too long");
    // What it costs to look at all folders above a file grows with the square of the depth.
    const many = Array.from({ length: 20 }, (_, index) => entry(`${"a/".repeat(30_000)}${index}`)).flat();
    await expect(read(many)).rejects.toThrow("a path that is too long");
  });

  it("is refused when it is damaged, breaks off, or is none", async () => {
    const whole = tar([{ name: "a", content: "x".repeat(2000) }]);
    await expect(readArchive(whole.subarray(0, 1000), limits)).rejects.toThrow("breaks off");
    await expect(readArchive(gzipSync(whole).subarray(0, 40), limits)).rejects.toThrow(ArchiveError);
    await expect(readArchive(Buffer.from("no archive at all".repeat(50)), limits)).rejects.toThrow(
      "no tar archive",
    );
    await expect(readArchive({ path: "/nowhere" }, limits)).rejects.toThrow(ArchiveError);
    expect(await readArchive(new Uint8Array(), limits)).toEqual([]);
  });
});
