/** An archive that is damaged, too large, or wants to write where it must not. */
export class ArchiveError extends Error {
  override readonly name: string = "ArchiveError";
}
