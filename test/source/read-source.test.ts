import { truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { readSourceFile, readSourceStream, SourceReadError } from "../../src/source/read-source.js";
import { temporaryFolder } from "../support/folders.js";
import { findings } from "./support.js";

const folder = temporaryFolder();

async function read(bytes: Uint8Array | string, name = "a.yml"): ReturnType<typeof readSourceFile> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return readSourceFile(path, { file: name });
}

describe("reading files", () => {
  it("reads UTF-8, with or without a byte order mark", async () => {
    expect((await read("a: ü")).value).toEqual({ a: "ü" });
    expect((await read(Buffer.from('\ufeff{"a": 1}'), "a.json")).value).toEqual({ a: 1 });
  });

  it("names the path as given when no other name is", async () => {
    const path = join(folder, "named.yml");
    await writeFile(path, "a: @");
    expect((await readSourceFile(path)).diagnostics[0]?.file).toBe(path);
  });

  it.each([
    ["little-endian", Buffer.from("\ufeffa: 1", "utf16le")],
    ["big-endian", Buffer.from("\ufeffa: 1", "utf16le").swap16()],
  ])("refuses UTF-16, %s", async (_, bytes) => {
    const source = await read(bytes);
    expect(findings(source)).toEqual(["1:1-1:1 the file is encoded in UTF-16"]);
    expect(source.diagnostics[0]?.hint).toBe("save it as UTF-8");
  });

  it.each<[string, number[], string]>([
    ["a stray byte", [0x61, 0x3a, 0x0a, 0x20, 0xff, 0x62], "2:2-2:2"],
    ["a cut character", [0x61, 0x3a, 0x20, 0xe2, 0x82], "1:4-1:4"],
    ["an overlong form", [0x61, 0xc0, 0x80], "1:2-1:2"],
    ["a surrogate", [0xc3, 0xbc, 0xed, 0xa0, 0x80], "1:2-1:2"],
  ])("says where the text stops to be UTF-8: %s", async (_, bytes, place) => {
    expect(findings(await read(Buffer.from(bytes)))).toEqual([`${place} the file is not valid UTF-8`]);
  });

  it("refuses 50 MB by the size alone, without reading them", async () => {
    const path = join(folder, "big.yml");
    await writeFile(path, "");
    await truncate(path, 50_000_000);
    expect(findings(await readSourceFile(path))).toEqual(["1:1-1:1 the file is larger than 8 MiB"]);
  });

  it("stops reading what has no size at the limit", async () => {
    const source = await readSourceFile("/dev/zero", { file: "zero.yml" });
    expect(findings(source)).toEqual(["1:1-1:1 the file is larger than 8 MiB"]);
  });

  it.each<[string, string, string]>([
    ["ENOENT", "missing.yml", "cannot read it: no such file"],
    ["ENOTDIR", "plain/below.yml", "cannot read it: no such file"],
    ["EISDIR", ".", "cannot read it: it is a directory"],
    ["ERR_INVALID_ARG_VALUE", "nul\0.yml", "cannot read it: the name is not valid"],
  ])("fails with one line for %s", async (code, name, message) => {
    await writeFile(join(folder, "plain"), "");
    const error: unknown = await readSourceFile(`${folder}/${name}`, { file: "it" }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(SourceReadError);
    expect(error).toMatchObject({ code, message });
  });
});

describe("reading streams", () => {
  it("joins chunks, also inside a character", async () => {
    const bytes = Buffer.from("a: ü");
    const stream = Readable.from([bytes.subarray(0, 4), bytes.subarray(4)]);
    expect((await readSourceStream(stream, { file: "-" })).value).toEqual({ a: "ü" });
  });

  it("stops at the limit", async () => {
    let given = 0;
    const endless = async function* (): AsyncGenerator<Buffer> {
      for (;;) {
        given++;
        yield Buffer.alloc(1024, "a");
      }
    };
    const source = await readSourceStream(endless(), { file: "-", limits: { maxBytes: 10_000 } });
    expect(findings(source)).toEqual(["1:1-1:1 the file is larger than 10000 bytes"]);
    expect(given).toBe(10);
  });
});
