import type { SourceDocument } from "./source-document.js";
import { refusedSource } from "./tree-source.js";

/** The text of a file's bytes, or the diagnostics that say why it is none. */
export type DecodedText =
  | { readonly text: string; readonly refused?: undefined }
  | { readonly text?: undefined; readonly refused: SourceDocument };

/** Decodes UTF-8 (a byte order mark is accepted); names other encodings for what they are. */
export function decodeText(bytes: Uint8Array, file: string): DecodedText {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return { refused: refusedSource(file, "the file is encoded in UTF-16", { hint: "save it as UTF-8" }) };
  }
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    const valid = new TextDecoder("utf-8").decode(bytes.subarray(0, validLength(bytes)), { stream: true });
    const place = { text: valid, offset: valid.length };
    return {
      refused: refusedSource(file, "the file is not valid UTF-8", { hint: "save it as UTF-8", ...place }),
    };
  }
}

/** How many bytes from the start are valid UTF-8. */
function validLength(bytes: Uint8Array): number {
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (isValidStart(bytes.subarray(0, middle))) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** True when the bytes are valid as far as they go; a character may be cut off at their end. */
function isValidStart(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
