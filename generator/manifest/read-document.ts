import { decodeText } from "../../src/source/decode-text.js";
import { parseSource } from "../../src/source/parse-source.js";
import type { SourceDocument } from "../../src/source/source-document.js";
import type { Memo } from "../memo.js";
import type { ReadFailure } from "./file-reader.js";
import { displayPath } from "./paths.js";
import type { Project } from "./project.js";
import { rememberedDocument, soundDocument } from "./remembered-document.js";

/** Why a file could not be read, to follow the name of the file. */
export const readFailures: { readonly [Failure in ReadFailure]: string } = {
  missing: "does not exist",
  folder: "is a folder",
  "too-large": "is larger than 8 MiB",
  unreadable: "cannot be read",
};

/** Reads and parses a file of the project; its syntax errors are in the document. */
export async function readDocument(
  project: Project,
  path: string,
  memo?: Memo,
): Promise<SourceDocument | { readonly failure: ReadFailure }> {
  const file = displayPath(project.cwd, path);
  const known = memo && untouchedDocument(project, path, file, memo);
  if (known !== undefined) return known;
  const read = await project.files.read(path);
  if (!read.ok) return { failure: read.failure };
  const decoded = decodeText(read.bytes, file);
  if (decoded.refused !== undefined) return decoded.refused;
  return memo ? rememberedDocument(decoded.text, file, memo) : parseSource(decoded.text, { file });
}

/** A document whose file has not been touched since it was found sound: nobody needs to read it. */
function untouchedDocument(
  { files }: Project,
  path: string,
  file: string,
  memo: Memo,
): SourceDocument | undefined {
  const hash = files.hash?.(path);
  if (hash === undefined) return undefined;
  return soundDocument(file, hash, memo, () => {
    const bytes = files.readNow?.(path);
    const decoded = bytes && decodeText(bytes, file);
    // It was there a moment ago; the run will find that an input has changed, and begin again.
    return decoded === undefined || decoded.refused !== undefined ? "" : decoded.text;
  });
}
