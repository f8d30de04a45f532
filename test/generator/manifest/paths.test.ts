import { relative, sep } from "node:path";
import { expect, it } from "vitest";
import { relativePath } from "../../../generator/manifest/paths.js";

it("tells the way between paths as Node does, tidy or not", () => {
  const folders = ["/", "/a", "/a/b", "/a/", "/a/./b", "/ab", "/a/.b", "/ä b"];
  const ends = ["", "/", "/c", "/c/", "/c/d.json", "/../c", "/c/../d", "/./c", "//c", "/.c", "/c/.d", "/c d"];
  for (const folder of folders) {
    for (const other of folders) {
      for (const end of ends) {
        const path = other + end;
        expect(relativePath(folder, path), `${folder} → ${path}`).toBe(
          relative(folder, path).replaceAll(sep, "/"),
        );
      }
    }
  }
});
