export { toDottedPath } from "../diagnostics/dotted-path.js";

/** Paths inside a document, as keys; numbers are array indices. */
export type DocumentPath = readonly (string | number)[];

/** Writes a path as a JSON pointer (RFC 6901). */
export function toPointer(path: DocumentPath): string {
  return path.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** Reads a JSON pointer into its keys; array indices stay strings. */
export function fromPointer(pointer: string): string[] {
  if (pointer === "") return [];
  return pointer
    .slice(1)
    .split("/")
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
}
