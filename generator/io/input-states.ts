import { lstatSync, type Stats, statSync } from "node:fs";
import { dirname } from "node:path";
import { hashBytes } from "./content-hash.js";
import { errorCode, nodeFileSystem } from "./node-file-system.js";

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
    return look(path);
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw error;
  }
}

function stateOf(path: string): InputState {
  try {
    const found = lookAt(path, statSync);
    if (found === undefined) return missing;
    if (found.isDirectory()) return "folder";
    // Opening a pipe would wait for somebody to write to it.
    if (!found.isFile()) return "special";
    if (found.size > largestHashed) return `${found.size} bytes`;
    return nodeFileSystem.useFile(path, hashBytes) ?? missing;
  } catch (error) {
    return errorCode(error) ?? "unreadable";
  }
}

/** The states of all inputs, now. */
export function readInputStates(paths: Iterable<string>): InputStates {
  return new Map([...new Set(paths)].sort().map((path) => [path, stateOf(path)]));
}

/** True when every input is as it was. */
export function inputsAreAs(states: InputStates): boolean {
  for (const [path, state] of states) {
    if (stateOf(path) !== state) return false;
  }
  return true;
}

/**
 * The longest step of a file system's clock, in milliseconds: a change may bear a time that lies so far back.
 */
export const clockStep = 12;

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
