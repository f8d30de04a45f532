import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterEach, expect, test, vi } from "vitest";
import { type FileWatcher, watchFiles } from "../../../generator/io/watch-files.js";
import { temporaryFolder, writeTree } from "../../support/folders.js";

let watcher: FileWatcher | undefined;
let rings = 0;
afterEach(() => watcher?.close());

function start(root: string, paths: readonly string[]): void {
  watcher?.close();
  rings = 0;
  watcher = watchFiles(root, () => {
    rings += 1;
  });
  watcher.watch(paths);
}

/** Waits until the change has been told of. */
async function rang(): Promise<void> {
  await vi.waitFor(() => expect(rings).toBeGreaterThan(0), { timeout: 10_000, interval: 5 });
  rings = 0;
}

function project(): { root: string; path: (name: string) => string } {
  const root = temporaryFolder();
  writeTree(root, { "m.yaml": "1", "src/deep/a.yaml": "1", "src/deep/other.yaml": "1" });
  return { root, path: (name) => join(root, name) };
}

test("tells of every way in which a file can change", async () => {
  const { root, path } = project();
  const input = path("src/deep/a.yaml");
  start(root, [input]);
  writeFileSync(input, "2");
  await rang();
  // As many editors save.
  writeFileSync(path("src/deep/.a.yaml.swp"), "3");
  renameSync(path("src/deep/.a.yaml.swp"), input);
  await rang();
  writeFileSync(input, "4");
  await rang();
  rmSync(input);
  await rang();
  writeFileSync(input, "5");
  await rang();
});

test("tells of files and folders that were missing, when it is told to look again", async () => {
  const { root, path } = project();
  const input = path("new/folder/b.yaml");
  start(root, [input]);
  mkdirSync(path("new"));
  await rang();
  watcher?.watch([input]);
  mkdirSync(path("new/folder"));
  await rang();
  watcher?.watch([input]);
  writeFileSync(input, "1");
  await rang();
});

test("tells of a folder that is moved away, and of files in one that takes its place", async () => {
  const { root, path } = project();
  const input = path("src/deep/a.yaml");
  start(root, [input]);
  renameSync(path("src"), path("elsewhere"));
  await rang();
  mkdirSync(path("src/deep"), { recursive: true });
  await rang();
  watcher?.watch([input]);
  writeFileSync(input, "2");
  await rang();
});

test("tells of the file that a link leads to, also outside", async () => {
  const { root, path } = project();
  const outside = join(temporaryFolder(), "outside.yaml");
  writeFileSync(outside, "1");
  symlinkSync(outside, path("link.yaml"));
  start(root, [path("link.yaml")]);
  writeFileSync(outside, "2");
  await rang();
});

test("tells of nothing else", async () => {
  const { root, path } = project();
  start(root, [path("m.yaml"), path("src/deep/a.yaml")]);
  writeTree(root, { "generated/a.ts": "1", "src/deep/other.yaml": "2", "src/b.ts": "1" });
  watcher?.watch([path("m.yaml")]);
  writeFileSync(path("src/deep/a.yaml"), "2");
  // What has been told once everything before it would have been told, too.
  await setTimeout(50);
  expect(rings).toBe(0);
  writeFileSync(path("m.yaml"), "2");
  await rang();
});

test("looks by itself where the system cannot tell", async () => {
  const { root, path } = project();
  const input = path("src/deep/a.yaml");
  vi.resetModules();
  vi.doMock("node:fs", async (original) => ({
    ...(await original<typeof import("node:fs")>()),
    watch: () => {
      throw Object.assign(new Error("ENOSPC"), { code: "ENOSPC" });
    },
  }));
  const { watchFiles: watchByLooking } = await import("../../../generator/io/watch-files.js");
  vi.doUnmock("node:fs");
  rings = 0;
  watcher = watchByLooking(root, () => {
    rings += 1;
  });
  watcher.watch([input]);
  let text = 1;
  await vi.waitFor(
    () => {
      writeFileSync(input, String(text++));
      expect(rings).toBeGreaterThan(0);
    },
    { timeout: 10_000, interval: 100 },
  );
});
