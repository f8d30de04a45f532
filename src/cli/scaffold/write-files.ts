import { lstatSync, mkdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { systemReason } from "../../source/read-source.js";
import { CommandFailure, exitCodes } from "../context.js";

/** Files to write below one folder: path with `/` → text. */
export type FileTexts = ReadonlyMap<string, string>;

/** What was written, so that it can be taken back. */
export interface WrittenFiles {
  /** Puts back what was there before, and removes files and folders that were made. */
  undo(): void;
}

/** Ends the command when a file is there already, or something that is no folder is in its way. */
export function refuseToOverwrite(root: string, paths: Iterable<string>): void {
  const taken = [...new Set([...paths].flatMap((file) => obstacle(root, file) ?? []))].sort();
  if (taken.length === 0) return;
  const verb = taken.length === 1 ? "exists" : "exist";
  throw new CommandFailure(`${taken.join(", ")} already ${verb}; nothing was written`, exitCodes.cannotRun);
}

/** Writes new files, and those to change with their new text. When one fails, all are taken back. */
export function writeFiles(root: string, created: FileTexts, changed: FileTexts = new Map()): WrittenFiles {
  const undoing: (() => void)[] = [];
  const undo = (): void => {
    for (const step of undoing.splice(0).reverse()) step();
  };
  let at = "";
  try {
    for (const [file, text] of created) {
      at = file;
      const absolute = path.join(root, file);
      undoing.push(...makeFolders(path.dirname(absolute)));
      writeFileSync(absolute, text, { flag: "wx" });
      undoing.push(() => rmSync(absolute, { force: true }));
    }
    for (const [file, text] of changed) {
      at = file;
      const absolute = path.join(root, file);
      const before = readFileSync(absolute);
      undoing.push(() => writeFileSync(absolute, before));
      writeFileSync(absolute, text);
    }
  } catch (error) {
    undo();
    throw new CommandFailure(`cannot write ${at}: ${systemReason(error)}`, exitCodes.cannotRun);
  }
  return { undo };
}

/** The path itself, or the folder above it that is none. */
function obstacle(root: string, file: string): string | undefined {
  const parts = file.split("/");
  for (let length = 1; length <= parts.length; length++) {
    const at = parts.slice(0, length).join("/");
    const stats = lstatSync(path.join(root, at), { throwIfNoEntry: false });
    if (stats === undefined) return undefined;
    const isFolder = stats.isDirectory() || stats.isSymbolicLink();
    if (length === parts.length || !isFolder) return at;
  }
  return undefined;
}

/** Makes a folder with those above it; gives what removes the new ones again, if they are empty. */
function makeFolders(folder: string): (() => void)[] {
  const first = mkdirSync(folder, { recursive: true });
  if (first === undefined) return [];
  const made: string[] = [];
  for (let at = folder; at.length >= first.length; at = path.dirname(at)) made.push(at);
  return made.reverse().map((one) => () => {
    try {
      rmdirSync(one);
    } catch {
      // Somebody else has put something into it meanwhile.
    }
  });
}
