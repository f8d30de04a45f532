import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  type CacheKey,
  type CompilationCache,
  findCacheFolder,
  openCache,
} from "../../../generator/io/cache.js";
import { hashBytes } from "../../../generator/io/content-hash.js";
import { readInputStates } from "../../../generator/io/input-states.js";
import { nodeFileSystem } from "../../../generator/io/node-file-system.js";
import type { Diagnostic } from "../../../src/diagnostics/diagnostic.js";
import { readTree, temporaryFolder, writeTree } from "../../support/folders.js";
import { failingAt, Killed, killedAt } from "./faulty-file-system.js";

const warning = { code: "manifest-x", severity: "warning", message: "careful", file: "m.yaml" } as Diagnostic;

function project() {
  const root = temporaryFolder();
  writeTree(root, { "package.json": "{}", "m.yaml": "1", "src/a.yaml": "a" });
  return root;
}

function open(root: string, key: Partial<CacheKey> = {}, fileSystem = nodeFileSystem): CompilationCache {
  const folder = findCacheFolder(nodeFileSystem, join(root, "m.yaml"));
  if (folder === undefined) throw new Error("no cache");
  const whole = {
    manifestPath: join(root, "m.yaml"),
    outDir: join(root, "generated"),
    compiler: "1",
    ...key,
  };
  return openCache(fileSystem, folder, whole);
}

function save(root: string, cache = open(root)) {
  const inputs = readInputStates(
    ["m.yaml", "src/a.yaml", "src/missing.yaml"].map((path) => join(root, path)),
  );
  const outputs = new Map([
    ["index.ts", "hash"],
    ["__proto__", "hash"],
  ]);
  cache.save({ inputs, outputs, diagnostics: [warning], cwd: join(root, "src") });
  return { inputs, outputs, diagnostics: [warning], cwd: join(root, "src") };
}

const cacheFolder = (root: string) => join(root, "node_modules/.cache/provc");
/** The one memo in a project's cache; its path there. */
const onlyMemo = (root: string): string => {
  const found = Object.keys(readTree(cacheFolder(root))).filter((path) => path.endsWith("/memo"));
  expect(found).toHaveLength(1);
  return found[0] ?? "";
};

describe("a compilation", () => {
  test("is remembered as it was", () => {
    const root = project();
    expect(open(root).load()).toBeUndefined();
    const saved = save(root);
    expect(open(root).load()).toEqual(saved);
  });

  test.each<[string, (root: string) => void]>([
    ["an input changes", (root) => writeFileSync(join(root, "src/a.yaml"), "b")],
    ["an input goes", (root) => rmSync(join(root, "src/a.yaml"))],
    [
      "an input becomes a folder",
      (root) => {
        rmSync(join(root, "m.yaml"));
        mkdirSync(join(root, "m.yaml"));
      },
    ],
    ["an input that was missing appears", (root) => writeFileSync(join(root, "src/missing.yaml"), "")],
  ])("is forgotten when %s", (_, change) => {
    const root = project();
    save(root);
    change(root);
    expect(open(root).load()).toBeUndefined();
  });

  test("belongs to one compiler, one manifest and one output folder", () => {
    const root = project();
    save(root);
    expect(open(root, { compiler: "2" }).load()).toBeUndefined();
    expect(open(root, { outDir: join(root, "other") }).load()).toBeUndefined();
    expect(open(root, { manifestPath: join(root, "other.yaml") }).load()).toBeUndefined();
    expect(open(root).load()).toBeDefined();
  });

  test("is still known when the project has moved", () => {
    const root = project();
    save(root);
    const moved = join(temporaryFolder(), "moved");
    renameSync(root, moved);
    expect(open(moved).load()).toMatchObject({ cwd: join(moved, "src"), diagnostics: [warning] });
  });

  test.each<[string, (content: Buffer) => Buffer]>([
    ["cut off", (content) => content.subarray(0, content.length - 3)],
    ["empty", () => Buffer.alloc(0)],
    ["overwritten", () => Buffer.from('{"version":1}')],
    [
      "off by one bit",
      (content) => {
        content.writeUInt8(content.readUInt8(100) ^ 1, 100);
        return content;
      },
    ],
  ])("that is %s is ignored, and can be saved again", (_, damage) => {
    const root = project();
    const cache = open(root);
    cache.memo.set("key", "answer");
    save(root, cache);
    const files = Object.keys(readTree(cacheFolder(root)));
    expect(files).toHaveLength(2);
    for (const file of files) {
      const path = join(cacheFolder(root), file);
      writeFileSync(path, damage(readFileSync(path)));
    }
    expect(open(root).load()).toBeUndefined();
    expect(open(root).memo.get("key")).toBeUndefined();
    save(root);
    expect(open(root).load()).toBeDefined();
  });

  test("is not saved, and nothing fails, where the disk refuses", () => {
    for (let call = 0; ; call++) {
      const root = project();
      const { fileSystem, reached } = failingAt(call, "EROFS");
      const folder = findCacheFolder(fileSystem, join(root, "m.yaml"));
      if (folder !== undefined) {
        const cache = open(root, {}, fileSystem);
        cache.memo.set("key", "answer");
        expect(() => save(root, cache), `call ${call}`).not.toThrow();
      }
      if (!reached()) break;
    }
  });
});

describe("the memo", () => {
  test("keeps what a run asked for or added, and drops the rest", () => {
    const root = project();
    const first = open(root).memo;
    first.set("used", "1\n\u2028😀");
    first.set("unused", "2");
    first.set("", "");
    first.save();
    const second = open(root).memo;
    expect(second.get("used")).toBe("1\n\u2028😀");
    expect(second.get("")).toBe("");
    second.set("new", "3");
    expect(second.get("new")).toBe("3");
    second.save();
    const third = open(root).memo;
    expect([third.get("used"), third.get("unused"), third.get("new")]).toEqual([
      "1\n\u2028😀",
      undefined,
      "3",
    ]);
  });

  test("gives every answer, wherever in a long file it stands and whatever was read before", () => {
    const root = project();
    const lengths = [0, 1, 999, 70_000, 2_000, 65_535, 40_000, 1_100_000];
    const answers = Array.from({ length: 40 }, (_, index): [string, string] => [
      `subject${index % 7} stage${index}`,
      String.fromCodePoint(97 + (index % 26)).repeat(lengths[index % lengths.length] ?? 0),
    ]);
    const first = open(root).memo;
    for (const [key, text] of answers) first.set(key, text);
    first.save();
    const { memo } = open(root);
    for (const list of [answers.toReversed(), answers.filter((_, index) => index % 3 === 0), answers]) {
      for (const [key, text] of list) expect(memo.get(key) === text, key).toBe(true);
    }
    memo.close();
  });

  test("adds what is new to its file, and writes it anew when most of it is of no use", () => {
    const root = project();
    const content = (): Buffer => readFileSync(join(cacheFolder(root), onlyMemo(root)));
    const long = "x".repeat(10_000);
    const answers = ["a", "b", "c", "d"];
    const run = (asked: readonly string[], news: readonly string[]): void => {
      const { memo } = open(root);
      for (const key of asked) expect(memo.get(key)).toBe(`${key} ${long}`);
      for (const key of news) memo.set(key, `${key} ${long}`);
      memo.save();
    };
    run([], answers);
    const before = content();
    run(["a", "b", "c"], ["e"]);
    expect(content().subarray(0, before.byteLength)).toEqual(before);
    expect(content().byteLength).toBeLessThan(before.byteLength + 11_000);
    expect(open(root).memo.get("d")).toBeUndefined();
    run(["e"], ["f"]);
    expect(content().byteLength).toBeLessThan(21_000);
    run(["e", "f"], []);
  });

  test("has, after a run that was killed while it added to it, what it had before", () => {
    const root = project();
    const first = open(root).memo;
    first.set("old", "1");
    first.save();
    const killed = killedAt(0, true);
    const { memo } = open(root, {}, killed.fileSystem);
    memo.get("old");
    memo.set("new", "2");
    expect(() => memo.save()).toThrow(Killed);
    const third = open(root).memo;
    expect([third.get("old"), third.get("new")]).toEqual(["1", undefined]);
    third.set("new", "3");
    third.save();
    const fourth = open(root).memo;
    expect([fourth.get("old"), fourth.get("new")]).toEqual(["1", "3"]);
  });

  test("tells the hash of an answer, and keeps all that is about a subject that was mentioned", () => {
    const root = project();
    const first = open(root).memo;
    for (const key of ["one a", "one b", "two a"]) first.set(key, `of ${key}`);
    first.save();
    const second = open(root).memo;
    expect(second.digest("one a")).toBe(hashBytes("of one a"));
    expect(second.digest("one c")).toBeUndefined();
    second.keep("one");
    second.save();
    const third = open(root).memo;
    expect(["one a", "one b", "two a"].map((key) => third.get(key))).toEqual([
      "of one a",
      "of one b",
      undefined,
    ]);
  });

  test("has all answers but the one that is damaged", () => {
    const root = project();
    const first = open(root).memo;
    first.set("a", "first answer");
    first.set("b", "second answer");
    first.save();
    const path = join(cacheFolder(root), onlyMemo(root));
    writeFileSync(path, readFileSync(path, "latin1").replace("first", "worst"), "latin1");
    const second = open(root).memo;
    expect([second.get("a"), second.get("b")]).toEqual([undefined, "second answer"]);
    second.forget();
    expect(second.get("b")).toBeUndefined();
  });

  test("has no answers of another compiler", () => {
    const root = project();
    const memo = open(root).memo;
    memo.set("key", "old");
    memo.save();
    expect(open(root, { compiler: "2" }).memo.get("key")).toBeUndefined();
  });

  test("is not written when there is nothing new", () => {
    const root = project();
    const memo = open(root).memo;
    memo.set("key", "answer");
    memo.save();
    const before = readTree(cacheFolder(root));
    for (const path of Object.keys(before)) utimesSync(join(cacheFolder(root), path), 1, 1);
    const again = open(root).memo;
    again.get("key");
    again.save();
    expect(readTree(cacheFolder(root))).toEqual(before);
  });
});

test("caches that nobody has written to for a month are removed, and drafts of killed runs", () => {
  const root = project();
  const other = { outDir: join(root, "other") };
  save(root, open(root, other));
  save(root);
  const [a, b] = readdirSync(cacheFolder(root));
  expect(a !== undefined && b !== undefined).toBe(true);
  const monthsAgo = Date.now() / 1000 - 60 * 24 * 60 * 60;
  for (const name of readdirSync(cacheFolder(root))) {
    writeFileSync(join(cacheFolder(root), name, "record.x.tmp"), "");
    utimesSync(join(cacheFolder(root), name, "record.x.tmp"), monthsAgo, monthsAgo);
    utimesSync(join(cacheFolder(root), name), monthsAgo, monthsAgo);
  }
  save(root);
  expect(readdirSync(cacheFolder(root))).toHaveLength(1);
  expect(Object.keys(readTree(cacheFolder(root))).filter((path) => path.endsWith(".tmp"))).toEqual([]);
  expect(open(root).load()).toBeDefined();
});

test("the cache is in the nearest package", () => {
  const root = temporaryFolder();
  writeTree(root, { "package.json": "{}", "packages/a/package.json": "{}", "packages/a/deep/m.yaml": "" });
  expect(findCacheFolder(nodeFileSystem, join(root, "packages/a/deep/m.yaml"))).toBe(
    join(root, "packages/a/node_modules/.cache/provc"),
  );
  expect(findCacheFolder(nodeFileSystem, join(root, "m.yaml"))).toBe(cacheFolder(root));
  expect(findCacheFolder(nodeFileSystem, "/nowhere/m.yaml")).toBeUndefined();
});
