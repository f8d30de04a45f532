import { lstatSync, type Stats, statSync } from "node:fs";
import { dirname } from "node:path";
import { clockStep } from "./clock-step.js";
import { hashBytes } from "./content-hash.js";
import { type HashBook, isUnchanged, type StampedHash, stampOf } from "./hash-book.js";
import { errorCode, nodeFileSystem } from "./node-file-system.js";

export { clockStep };

/** What an input of the compiler is: the hash of its content, or a word for what keeps it from being read. */
export type InputState = string;

/** Absolute path → state, sorted by path. */
export type InputStates = ReadonlyMap<string, InputState>;

const missing = "missing";

/** The compiler refuses larger files by their size; so their content does not matter. */
const largestHashed = 64 * 1024 * 1024;

/** Undefined when nothing stands at the path. */
function lookAt(path: string, look: typeof statSync): Stats | undefined {
  try {
    // An exception for every missing file would take longer than the look.
    return look(path, { throwIfNoEntry: false });
  } catch (error) {
    if (errorCode(error) === "ENOTDIR") return undefined;
    throw error;
  }
}

function stateOf(path: string, book: HashBook | undefined, row?: StampedHash): InputState {
  try {
    const lookedAt = Date.now();
    const found = lookAt(path, statSync);
    if (found === undefined) return missing;
    if (found.isDirectory()) return "folder";
    // Opening a pipe would wait for somebody to write to it.
    if (!found.isFile()) return "special";
    if (found.size > largestHashed) return `${found.size} bytes`;
    const stamp = stampOf(found);
    if (row !== undefined && isUnchanged(row, stamp)) return row[1];
    const known = book?.recall(path, stamp);
    if (known !== undefined) return known;
    const hash = nodeFileSystem.useFile(path, hashBytes);
    if (hash !== undefined) book?.learn(path, hash, stamp, lookedAt);
    return hash ?? missing;
  } catch (error) {
    return errorCode(error) ?? "unreadable";
  }
}

/** The states of all inputs, now. Files that `book` knows are not read. */
export function readInputStates(paths: Iterable<string>, book?: HashBook): InputStates {
  return new Map([...new Set(paths)].sort().map((path) => [path, stateOf(path, book)]));
}

/** True when an input is as it was. One that has its stamp still, as nearly all have, is not even looked up in `book`. */
export function inputIsAs(path: string, row: StampedHash, book: HashBook): boolean {
  return stateOf(path, book, row) === row[1];
}

/** True when every input is as it was. Files that `book` knows are not read. */
export function inputsAreAs(states: InputStates, book?: HashBook): boolean {
  for (const [path, state] of states) {
    if (stateOf(path, book) !== state) return false;
  }
  return true;
}

/**
 * True when an input may have changed after `time` (as `Date.now()`): its state, read later, may then not be
 * what the compiler saw. Nothing may have been read in the first {@link clockStep} milliseconds after `time`.
 */
export function changedSince(states: InputStates, time: number): boolean {
  for (const [path, state] of states) {
    // A file that is gone shows in the folder that it was in.
    if (changeTime(path, state === missing) > time + 1) return true;
  }
  return false;
}

function changeTime(path: string, orFolder: boolean): number {
  try {
    for (let at = path; ; at = dirname(at)) {
      const found = lookAt(at, lstatSync);
      if (found !== undefined) return found.ctimeMs;
      if (!orFolder || at === dirname(at)) return 0;
    }
  } catch {
    return 0; // What cannot be looked at was not compiled.
  }
}
