import { ArchiveError } from "./archive-error.js";

/** What a path may be on Linux. */
const LONGEST_PATH = 4_096;
/** Deeper than programs are; each level costs whoever looks at all the folders above a file. */
const MOST_LEVELS = 128;

/**
 * A path of an archive in its plain form, without `.` and doubled slashes; empty for the archive's root.
 *
 * @throws ArchiveError for one that leads out of the archive, or is longer or deeper than a file's can be.
 */
export function entryPath(name: string): string {
  if (name.includes("\0")) throw new ArchiveError("the archive has a path with a NUL character");
  if (Buffer.byteLength(name) > LONGEST_PATH)
    throw new ArchiveError("the archive has a path that is too long");
  if (name.startsWith("/")) throw outside(name);
  const parts = name.split("/").filter((part) => part !== "" && part !== ".");
  if (parts.includes("..")) throw outside(name);
  if (parts.length > MOST_LEVELS) {
    throw new ArchiveError(`the archive has a path with more than ${MOST_LEVELS} levels`);
  }
  return parts.join("/");
}

function outside(name: string): ArchiveError {
  return new ArchiveError(
    `the archive has a path that leads out of it: ${JSON.stringify(name.slice(0, 200))}`,
  );
}
