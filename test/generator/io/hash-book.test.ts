import { statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { clockStep } from "../../../generator/io/clock-step.js";
import { HashBook, stampOf } from "../../../generator/io/hash-book.js";
import { inputsAreAs, readInputStates } from "../../../generator/io/input-states.js";
import { temporaryFolder } from "../../support/folders.js";

/** A file that has been left alone for long enough to be trusted. */
async function settledFile(text = "text") {
  const file = join(temporaryFolder(), "file");
  writeFileSync(file, text);
  await setTimeout(3 * clockStep);
  return file;
}

test("a file that was left alone is known by its stamp", async () => {
  const file = await settledFile();
  const book = new HashBook();
  const states = readInputStates([file], book);
  expect(book.grown).toBe(true);
  const hash = states.get(file) ?? "";
  expect(book.recall(file, stampOf(statSync(file)))).toBe(hash);
  expect(inputsAreAs(states, book)).toBe(true);
  const stamp = book.stampFor(file, hash) ?? "";
  // What was learnt lives on in a later run; an answer that is no longer asked of the file proves it was not read.
  const later = new HashBook(() => new Map([[file, [file, "another hash", stamp]]]));
  expect(readInputStates([file], later).get(file)).toBe("another hash");
  expect(later.grown).toBe(false);
});

test.each([
  ["of the same length, with its time set back", "TEXT"],
  ["of another length", "longer text"],
])("another content %s is seen", async (_, text) => {
  const file = await settledFile();
  const book = new HashBook();
  const states = readInputStates([file], book);
  const { atimeMs, mtimeMs } = statSync(file);
  writeFileSync(file, text);
  utimesSync(file, atimeMs / 1000, mtimeMs / 1000);
  expect(inputsAreAs(states, book)).toBe(false);
});

test("a file that has just been written is read again: a second change might bear the same time", () => {
  const file = join(temporaryFolder(), "file");
  writeFileSync(file, "text");
  const book = new HashBook();
  const states = readInputStates([file], book);
  expect(book.grown).toBe(false);
  expect(book.stampFor(file, states.get(file) ?? "")).toBeUndefined();
});
