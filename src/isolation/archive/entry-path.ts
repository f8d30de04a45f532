import { ArchiveError } from "./archive-error.js";

/**
 * A path of an archive in its plain form, without `.` and doubled slashes; empty for the archive's root.
 *
 * @throws ArchiveError for one that leads out of the archive.
 */
export function entryPath(name: string): string {
  if (name.includes("\0")) throw new ArchiveError("the archive has a path with a NUL character");
  if (name.startsWith("/")) throw outside(name);
  const parts = name.split("/").filter((part) => part !== "" && part !== ".");
  if (parts.includes("..")) throw outside(name);
  return parts.join("/");
}

function outside(name: string): ArchiveError {
  return new ArchiveError(
    `the archive has a path that leads out of it: ${JSON.stringify(name.slice(0, 200))}`,
  );
}
