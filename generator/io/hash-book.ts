import type { Stats } from "node:fs";
import { clockStep } from "./clock-step.js";

/** What the system says of a file without opening it. */
export interface FileStamp {
  /** Changes whenever the content does: it holds the time of the last change, which nobody can set. */
  readonly text: string;
  /** The time of the last change, as `Date.now()`. */
  readonly changed: number;
}

/** The stamp of a file. */
export function stampOf({ ino, size, ctimeMs }: Stats): FileStamp {
  return { text: `${ino.toString(36)}.${size.toString(36)}.${ctimeMs}`, changed: ctimeMs };
}

/** A file's name (whatever it is called), the hash of its content, and the stamp that it had when it was read. */
export type StampedHash = readonly [name: string, hash: string, stamp?: string];

/** True when a file that has this stamp now is as it was then. */
export function isUnchanged([, , then]: StampedHash, now: FileStamp): boolean {
  return then === now.text;
}

/**
 * Which content a file has that has not been touched since it was last read. Opening, reading and hashing a file takes
 * ten times as long as looking at its stamp, and codegen looks at thousands of them.
 *
 * A stamp is trusted only if the file had been left alone for a step of the clock before it was read: a later change
 * then shows in the stamp.
 */
export class HashBook {
  readonly #open: () => Map<string, StampedHash>;
  #opened: Map<string, StampedHash> | undefined;
  #grown = false;

  /** What is known, by absolute path, is put together when somebody asks: most runs find nothing touched. */
  constructor(open: () => Map<string, StampedHash> = () => new Map()) {
    this.#open = open;
  }

  get #known(): Map<string, StampedHash> {
    this.#opened ??= this.#open();
    return this.#opened;
  }

  /** True when it has learnt something that was not in it. */
  get grown(): boolean {
    return this.#grown;
  }

  /** The hash of the file at `path` (absolute), if it is known and the file still has the stamp that it had then. */
  recall(path: string, stamp: FileStamp): string | undefined {
    const known = this.#known.get(path);
    return known !== undefined && isUnchanged(known, stamp) ? known[1] : undefined;
  }

  /** Keeps the hash of a file; `stamp` was taken at `lookedAt` (as `Date.now()`), before the file was read. */
  learn(path: string, hash: string, stamp: FileStamp, lookedAt: number): void {
    if (stamp.changed + clockStep >= lookedAt) return;
    this.#known.set(path, [path, hash, stamp.text]);
    this.#grown = true;
  }

  /** The stamp under which a file was seen with this hash. */
  stampFor(path: string, hash: string): string | undefined {
    const known = this.#known.get(path);
    return known !== undefined && known[1] === hash ? known[2] : undefined;
  }
}
