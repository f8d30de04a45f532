import { describe, expect, it } from "vitest";
import { readModuleTree } from "../../src/document/module-tree.js";
import { treeSource } from "../../src/source/tree-source.js";
import { textAt } from "../source/support.js";

async function marks(text: string, ...pointers: string[]): Promise<string[]> {
  const { root } = await readModuleTree(text, "a.config.ts");
  const source = treeSource({ file: "a.config.ts", text, root });
  return pointers.map((pointer) => textAt(source, pointer));
}

describe("literals behind a default export", () => {
  it.each([
    ["export default { a: 1 };"],
    ["export default ({ a: 1 });"],
    ["export default { a: 1 } as const;"],
    ["export default <object>{ a: 1 };"],
    ["export default { a: 1 } satisfies object;"],
    ["export default defineConfig({ a: 1 });"],
    ["export default provc.defineConfig({ a: 1 });"],
    ["export default defineConfigWith(gcs, s3)({ a: 1 } as const);"],
    ["export default Object.freeze({ a: 1 });"],
    ["export default await Promise.resolve({ a: 1 });"],
    ["const config: Config = { a: 1 };\nexport default config;"],
    ["const config = { a: 1 };\nexport { config as default };"],
    ["const one = { a: 1 };\nconst two = one;\nexport default two;"],
    ["export = { a: 1 };"],
    ["module.exports = { a: 1 };"],
    ['export default { ["a"]: 1 };'],
    ["export default { 'a': 1 };"],
    ["const a = 1;\nexport default { a };"],
    ["const rest = { a: 1 };\nexport default { a: 0, ...rest };"],
    ["const rest = { a: 0 };\nexport default { ...rest, a: 1 };"],
    ["const deep = { b: { c: 1 } };\nexport default { a: deep.b.c };"],
    ["export default { ...make(), a: 1 };"],
  ])("%s", async (text) => {
    expect(await marks(text, "/a")).toEqual(["1"]);
  });

  it("are found in lists, as far as the indices are certain", async () => {
    const text = "const more = [2, 3];\nexport default { a: [1, ...more, 4, ...unknown(), 5] };";
    const list = "[1, ...more, 4, ...unknown(), 5]";
    expect(await marks(text, "/a/0", "/a/2", "/a/3", "/a/4", "/a")).toEqual(["1", "3", "4", "a", list]);
  });

  it("are not made up: what is no literal is one place", async () => {
    const text =
      "let b = { c: 1 };\nexport default { a: make({ c: 1 }), b, d: x ? { c: 1 } : 2, get e() { return { c: 1 }; } };";
    expect(await marks(text, "/a/c", "/b/c", "/d/c", "/d", "/e/c")).toEqual([
      "a",
      "b",
      "d",
      "x ? { c: 1 } : 2",
      "e",
    ]);
  });

  it("end in spite of constants that use themselves, and of many uses of one", async () => {
    expect(await marks("const a = { b: a, c: 1 };\nexport default a;", "/b", "/c")).toEqual(["a", "1"]);
    const doubling = Array.from({ length: 40 }, (_, n) => `const c${n + 1} = [c${n}, c${n}];`);
    expect(
      await marks(["const c0 = 1;", ...doubling, "export default { a: c40 };"].join("\n"), "/a/0"),
    ).toEqual(["[c38, c38]"]);
  });

  it("are none without a default export", async () => {
    expect((await readModuleTree("export const a = 1;", "a.ts")).root).toBeUndefined();
  });
});
