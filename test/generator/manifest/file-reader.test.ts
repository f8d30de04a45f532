import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type FileReader, maxFileBytes } from "../../../generator/manifest/file-reader.js";
import { createMemoryFileReader } from "../../../generator/manifest/memory-file-reader.js";
import { createNodeFileReader } from "../../../generator/manifest/node-file-reader.js";
import { temporaryFolder } from "../../support/folders.js";

const large = "x".repeat(maxFileBytes + 1);
const root = temporaryFolder({ "folder/file.txt": "text", "large.txt": large });
symlinkSync(join(root, "folder"), join(root, "link"));
symlinkSync(join(root, "loop"), join(root, "loop"));

const readers: [string, () => FileReader][] = [
  ["of this machine", createNodeFileReader],
  [
    "in memory",
    () =>
      createMemoryFileReader({
        files: { [`${root}/folder/file.txt`]: "text", [`${root}/large.txt`]: large },
        links: { [`${root}/link`]: `${root}/folder`, [`${root}/loop`]: `${root}/loop` },
      }),
  ],
];

describe.each(readers)("the file system %s", (_, create) => {
  it("reads files, through links too, and says why it cannot", async () => {
    const reader = create();
    const read = async (path: string): Promise<string> => {
      const result = await reader.read(`${root}/${path}`);
      return result.ok ? new TextDecoder().decode(result.bytes) : result.failure;
    };
    expect(await read("folder/file.txt")).toBe("text");
    expect(await read("link/file.txt")).toBe("text");
    expect(await read("none.txt")).toBe("missing");
    expect(await read("folder/file.txt/none")).toBe("missing");
    expect(await read("folder")).toBe("folder");
    expect(await read("large.txt")).toBe("too-large");
    expect(["missing", "unreadable"]).toContain(await read("loop"));
  });

  it("lists folders as they are spelt, and tells files from folders", async () => {
    const reader = create();
    expect([...((await reader.list(root)) ?? [])].sort()).toEqual(["folder", "large.txt", "link", "loop"]);
    expect(await reader.list(`${root}/link`)).toEqual(["file.txt"]);
    expect(await reader.list(`${root}/none`)).toBeUndefined();
    expect(await reader.kindOf(`${root}/link/file.txt`)).toBe("file");
    expect(await reader.kindOf(`${root}/link`)).toBe("folder");
    expect(await reader.kindOf(`${root}/none`)).toBeUndefined();
  });

  it("follows links to real paths", async () => {
    const reader = create();
    expect(await reader.realPath(`${root}/link/file.txt`)).toBe(`${root}/folder/file.txt`);
    expect(await reader.realPath(`${root}/none`)).toBeUndefined();
    expect(await reader.realPath(`${root}/loop`)).toBeUndefined();
  });
});
