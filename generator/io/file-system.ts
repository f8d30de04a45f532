import type { FileStamp } from "./hash-book.js";

/** What stands at a path, without following a symbolic link. */
export type EntryKind = "file" | "folder" | "symlink" | "other";

/** A file that is read piece by piece. */
export interface OpenFile {
  readonly size: number;
  /** The bytes from a position on, which are the caller's; undefined when the file has not so many, or is unreadable. */
  read(position: number, length: number): Buffer | undefined;
  close(): void;
}

/**
 * The part of a file system that writing output needs. It is synchronous on purpose: no signal handler and no
 * other task of the process can run between two steps of a commit. Errors are those of `node:fs`; a missing
 * file is not an error where the result can say so.
 */
export interface FileSystem {
  /** Undefined when nothing stands there. */
  kind(path: string): EntryKind | undefined;
  /** The stamp of a regular file; undefined when none stands there, also where a symbolic link leads to one. */
  stamp(path: string): FileStamp | undefined;
  /** Undefined when there is no such file. */
  readFile(path: string): Uint8Array | undefined;
  /** What `use` makes of a file's content, which must not be kept; undefined when there is no such file. */
  useFile<T>(path: string, use: (content: Uint8Array) => T): T | undefined;
  /** Undefined when there is no such file. */
  open(path: string): OpenFile | undefined;
  /** What is in a folder, in no particular order; empty when there is no such folder. */
  readFolder(path: string): ReadonlyMap<string, EntryKind>;
  /** The path without symbolic links; undefined when nothing stands there. */
  realPath(path: string): string | undefined;
  writeFile(path: string, content: string | Uint8Array): void;
  /** Writes to the end of a file, which is made if there is none. */
  appendFile(path: string, content: Uint8Array): void;
  /** Writes a file and returns when the medium has it. */
  writeFileDurably(path: string, content: string): void;
  /** Writes a file only where none stands; false when one does. */
  createFile(path: string, content: string): boolean;
  /** Gives a file a second name; copies it where the file system knows no hard links. */
  linkOrCopy(from: string, to: string): void;
  /**
   * Gives a file a second name, which nothing may have yet; false when something has, undefined where links
   * are unknown.
   */
  link(from: string, to: string): boolean | undefined;
  rename(from: string, to: string): void;
  /** Removes a file or a link; nothing happens when there is none. */
  removeFile(path: string): void;
  /** Makes a folder and its parents; returns the topmost folder that it had to make. */
  makeFolder(path: string): string | undefined;
  /** Removes a folder if it is empty; false when it is not, or not there. */
  removeEmptyFolder(path: string): boolean;
  /** Removes a folder and everything in it. */
  removeTree(path: string): void;
}
