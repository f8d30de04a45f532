import { randomUUID } from "node:crypto";
import { chmodSync, mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Writes a file so that it is never seen half-written; a link stays one, and permissions stay as they were. */
export function writeAtomically(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const existing = statSync(file, { throwIfNoEntry: false });
  const target = existing === undefined ? file : realpathSync(file);
  const unfinished = path.join(path.dirname(target), `.${path.basename(target)}.${randomUUID()}`);
  try {
    writeFileSync(unfinished, text, { flag: "wx" });
    if (existing !== undefined) chmodSync(unfinished, existing.mode);
    renameSync(unfinished, target);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}
