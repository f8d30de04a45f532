import { join, sep } from "node:path";

/** The list of owned files, in the output folder. */
export const ownedFilesName = ".files.json";

/** The folder inside the output folder that exists only while a run writes. */
export const workFolderName = ".provc-writing";

/** Places inside an output folder that are not output. All paths are absolute if the folder's is. */
export interface OutputPaths {
  readonly folder: string;
  readonly ownedFiles: string;
  readonly work: string;
  readonly lock: string;
  readonly staging: string;
  readonly journal: string;
}

/**
 * The places of one output folder. They are inside it, because a rename is atomic only within a file system.
 */
export function outputPaths(folder: string): OutputPaths {
  const work = join(folder, workFolderName);
  return {
    folder,
    ownedFiles: join(folder, ownedFilesName),
    work,
    lock: join(work, "lock"),
    staging: join(work, "staging"),
    journal: join(work, "journal.json"),
  };
}

/** Where the output file with a path (as {@link isOutputPath} wants it) is. `join` would tidy what is tidy already. */
export function placeIn(folder: string, path: string): string {
  return `${folder}${sep}${sep === "/" ? path : path.replaceAll("/", sep)}`;
}

/** Nearly all paths are of this form, which is soon seen. */
const plainPath = /^\w[\w.-]*(?:\/\w[\w.-]*)*$/;

/**
 * True for a path that may name an output file: relative, with `/`, without `.` and `..`, and none of the
 * writer's own. Lists on disk are checked with it before anything is deleted, so that an edited list cannot
 * reach outside.
 */
export function isOutputPath(path: string): boolean {
  if (path === ownedFilesName || path.length > 1024) return false;
  if (plainPath.test(path)) return true;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  if (/[\\:\u0000-\u001f]/.test(path)) return false;
  const segments = path.split("/");
  return (
    segments[0] !== workFolderName && segments.every((part) => part !== "" && part !== "." && part !== "..")
  );
}
