import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { compilerFingerprint } from "../../../generator/io/compiler-fingerprint.js";
import { temporaryFolder, writeTree } from "../../support/folders.js";

const manifest = JSON.stringify({ name: "provc", version: "1.0.0", dependencies: { ajv: "^8" } });
const ajv = (version: string) => JSON.stringify({ name: "ajv", version });

function fingerprint(tree: { [path: string]: string }, module: string): string | undefined {
  const root = temporaryFolder();
  writeTree(root, tree);
  return compilerFingerprint(pathToFileURL(join(root, module)).href);
}

const installed = {
  "node_modules/provc/package.json": manifest,
  "node_modules/provc/dist/chunks/a.js": "1",
  "node_modules/ajv/package.json": ajv("8.0.0"),
};
const checkout = {
  "package.json": manifest,
  "dist/a.js": "1",
  "dist/chunks/b.js": "1",
  "dist/a.d.ts": "1",
  "generator/io/a.ts": "1",
  "src/a.ts": "1",
  "test/a.ts": "1",
  "node_modules/ajv/package.json": ajv("8.0.0"),
};

test("an installed compiler is known by its version, its code and its packages, wherever it is", () => {
  const module = "node_modules/provc/dist/chunks/a.js";
  const first = fingerprint(installed, module);
  expect(first).toMatch(/^[0-9a-f]{64}$/);
  expect(fingerprint(installed, module)).toBe(first);
  expect(fingerprint({ ...installed, [module]: "2" }, module)).not.toBe(first);
  expect(fingerprint({ ...installed, "node_modules/ajv/package.json": ajv("8.0.1") }, module)).not.toBe(
    first,
  );
  const newer = { ...installed, "node_modules/provc/package.json": manifest.replace("1.0.0", "1.0.1") };
  expect(fingerprint(newer, module)).not.toBe(first);
});

test.each([
  { module: "generator/io/a.ts", counts: ["generator/io/a.ts", "src/a.ts"] },
  { module: "dist/a.js", counts: ["dist/a.js", "dist/chunks/b.js"] },
  { module: "dist/chunks/b.js", counts: ["dist/a.js", "dist/chunks/b.js"] },
])("a compiler that is worked on is known by its code, too: $module", ({ module, counts }) => {
  const root = temporaryFolder();
  writeTree(root, checkout);
  const url = pathToFileURL(join(root, module)).href;
  const changing = Object.keys(checkout).filter((path) => {
    const before = compilerFingerprint(url);
    expect(compilerFingerprint(url)).toBe(before);
    if (path.endsWith(".ts") || path.endsWith(".js")) writeTree(root, { [path]: "longer" });
    return compilerFingerprint(url) !== before;
  });
  expect(changing.sort()).toEqual(counts);
});

test("where no package is found nothing can be said", () => {
  expect(fingerprint({ "package.json": "{}", "a.js": "" }, "a.js")).toBeUndefined();
});

test("this checkout has one", () => {
  expect(compilerFingerprint(new URL("../../../generator/codegen.ts", import.meta.url).href)).toMatch(
    /^[0-9a-f]{64}$/,
  );
});
