import { defaultSourceLimits } from "../../src/source/limits.js";

/** Why a file could not be read. */
export type ReadFailure = "missing" | "folder" | "too-large" | "unreadable";

export type ReadResult =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly failure: ReadFailure };

/** No manifest and no schema is that large; anything larger is refused unread. */
export const maxFileBytes: number = defaultSourceLimits.maxBytes;

/**
 * The compiler's view of the file system: read-only, absolute paths with `/`, and no exception for a file
 * that is not there.
 */
export interface FileReader {
  /** The content of a file of at most {@link maxFileBytes}. */
  read(path: string): Promise<ReadResult>;
  /** The hash of a file's content, where it is known without reading the file. */
  hash?(path: string): string | undefined;
  /** The content of a file whose hash is known, at once; undefined when it cannot be read any more. */
  readNow?(path: string): Uint8Array | undefined;
  /** The names in a folder, spelt as on disk; undefined when there is no such folder. */
  list(folder: string): Promise<readonly string[] | undefined>;
  /** Whether `path` is a file or a folder, links followed; undefined when it is neither. */
  kindOf(path: string): Promise<"file" | "folder" | undefined>;
  /** The path with all symbolic links followed; undefined when it does not exist. */
  realPath(path: string): Promise<string | undefined>;
}
