import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { refuseToOverwrite, writeFiles } from "../../../src/cli/scaffold/write-files.js";
import { filesIn, temporaryFolder } from "../../support/folders.js";

describe("refuseToOverwrite", () => {
  const folder = temporaryFolder({ "a.txt": "", "b/c.txt": "" });

  it("names everything that is in the way", () => {
    expect(() => refuseToOverwrite(folder, ["new.txt", "b/c.txt", "a.txt/deeper.txt"])).toThrow(
      "a.txt, b/c.txt already exist; nothing was written",
    );
  });

  it("lets new files in old folders pass", () => {
    refuseToOverwrite(folder, ["b/new.txt", "x/y/z.txt"]);
  });
});

describe("writeFiles", () => {
  it("writes new files and changes old ones, and takes both back", () => {
    const folder = temporaryFolder({ "old.txt": "before", "kept/x.txt": "" });
    const written = writeFiles(
      folder,
      new Map([
        ["a/b/new.txt", "new"],
        ["kept/y.txt", "new"],
      ]),
      new Map([["old.txt", "after"]]),
    );
    expect(filesIn(folder)).toEqual({
      "old.txt": "after",
      "kept/x.txt": "",
      "kept/y.txt": "new",
      "a/b/new.txt": "new",
    });
    written.undo();
    expect(filesIn(folder)).toEqual({ "old.txt": "before", "kept/x.txt": "" });
    expect(existsSync(path.join(folder, "a"))).toBe(false);
  });

  it("leaves nothing when a file cannot be written", () => {
    const folder = temporaryFolder();
    mkdirSync(path.join(folder, "blocked"));
    expect(() =>
      writeFiles(
        folder,
        new Map([
          ["a/first.txt", ""],
          ["blocked", ""],
        ]),
      ),
    ).toThrow();
    expect(existsSync(path.join(folder, "a"))).toBe(false);
  });

  it("keeps what somebody else has put into a new folder meanwhile", () => {
    const folder = temporaryFolder();
    const written = writeFiles(folder, new Map([["a/mine.txt", ""]]));
    writeFileSync(path.join(folder, "a/theirs.txt"), "x");
    written.undo();
    expect(filesIn(folder)).toEqual({ "a/theirs.txt": "x" });
  });
});
