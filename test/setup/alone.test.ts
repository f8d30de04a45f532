import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { alone } from "./alone.js";

it("names the test files that replace modules, and no others", () => {
  const folder = path.resolve(import.meta.dirname, "..");
  const replacing = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.ts") && !file.startsWith("heavy"))
    .filter((file) =>
      /\bvi\.(?:mock|doMock|resetModules)\(/.test(readFileSync(path.join(folder, file), "utf8")),
    )
    .map((file) => `test/${file.replaceAll(path.sep, "/")}`);
  expect(replacing.sort()).toEqual([...alone]);
});
