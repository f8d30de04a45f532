import { expect, test } from "vitest";
import { hashText } from "../../../generator/io/content-hash.js";
import { isOutputPath } from "../../../generator/io/output-paths.js";
import { parseOwnedFiles, renderOwnedFiles } from "../../../generator/io/owned-files.js";

const hash = hashText("text");

test("the list is sorted by code unit, starts with the banner, and reads back as it was", () => {
  const files = new Map([
    ["b/ä.ts", hash],
    ["b/Z.ts", hash],
    ["__proto__", hash],
    ["b/a.ts", hash],
  ]);
  const text = renderOwnedFiles(files, "a banner */ `${x}`");
  expect(text.split("\n")[1]).toBe('  "$comment": "a banner */ `${x}`",');
  expect(text.endsWith("}\n")).toBe(true);
  expect([...(parseOwnedFiles(text) ?? [])]).toEqual(
    ["__proto__", "b/Z.ts", "b/a.ts", "b/ä.ts"].map((path) => [path, hash]),
  );
});

test.each([
  "",
  "nonsense",
  "null",
  "[]",
  '{"version":2,"files":{}}',
  '{"version":1}',
  '{"version":1,"files":[]}',
  '{"version":1,"files":{<<<<<<< HEAD}}',
])("%j is a damaged list", (text) => {
  expect(parseOwnedFiles(text)).toBeUndefined();
});

test.each([
  "../outside.ts",
  "a/../../outside.ts",
  "/etc/passwd",
  "C:/windows",
  "a\\b",
  "a//b",
  "a/./b",
  "",
  ".",
  "..",
  "a/",
  ".provc-writing/lock",
  ".files.json",
  "a\0b",
])("a list cannot own %j", (path) => {
  expect(isOutputPath(path)).toBe(false);
  const text = JSON.stringify({ version: 1, files: { [path]: hash, "ok.ts": hash, "bad.ts": "no hash" } });
  expect([...(parseOwnedFiles(text)?.keys() ?? [])]).toEqual(["ok.ts"]);
});
