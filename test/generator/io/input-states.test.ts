import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { hashBytes } from "../../../generator/io/content-hash.js";
import { changedSince, clockStep, inputsAreAs, readInputStates } from "../../../generator/io/input-states.js";
import { temporaryFolder } from "../../support/folders.js";

test("states tell contents, missing files, folders and what cannot be read apart, sorted and once each", () => {
  const root = temporaryFolder();
  const path = (name: string) => join(root, name);
  writeFileSync(path("file"), "text");
  mkdirSync(path("folder"));
  symlinkSync("file", path("link"));
  symlinkSync("loop", path("loop"));
  execFileSync("mkfifo", [path("pipe")]);
  const names = ["pipe", "missing", "file", "link", "loop", "folder", "file", "file/below"];
  expect([...readInputStates(names.map(path))]).toEqual([
    [path("file"), hashBytes("text")],
    [path("file/below"), "missing"],
    [path("folder"), "folder"],
    [path("link"), hashBytes("text")],
    [path("loop"), "ELOOP"],
    [path("missing"), "missing"],
    [path("pipe"), "special"],
  ]);
});

test("inputs are as they were, or not", () => {
  const root = temporaryFolder();
  const [file, missing] = [join(root, "file"), join(root, "missing")];
  writeFileSync(file, "text");
  const states = readInputStates([file, missing]);
  expect(inputsAreAs(states)).toBe(true);
  writeFileSync(file, "other");
  expect(inputsAreAs(states)).toBe(false);
  writeFileSync(file, "text");
  expect(inputsAreAs(states)).toBe(true);
  writeFileSync(missing, "");
  expect(inputsAreAs(states)).toBe(false);
});

/** What a compiler does that starts now, and whose input changes after it was read. */
async function changedDuring(change: (file: string) => void, files: readonly string[]) {
  const root = temporaryFolder();
  writeFileSync(join(root, "file"), "text");
  const start = Date.now();
  await setTimeout(clockStep);
  change(join(root, "file"));
  return changedSince(readInputStates(files.map((name) => join(root, name))), start);
}

test.each(Array.from({ length: 20 }, (_, run) => run))(
  "a change while inputs are read shows in their times (%i)",
  async () => {
    expect(await changedDuring(() => {}, ["file", "missing"])).toBe(false);
    expect(await changedDuring((file) => writeFileSync(file, "text"), ["file"])).toBe(true);
    expect(await changedDuring((file) => rmSync(file), ["file"])).toBe(true);
  },
);
