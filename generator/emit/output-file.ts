import { toUnixLines } from "../io/content-hash.js";
import type { Answer } from "../memo.js";

/** A generated file: path relative to the output folder, with `/`, and its whole text (LF line ends, final newline). */
export interface OutputFile {
  readonly path: string;
  readonly content: string;
}

const hashes = new WeakMap<OutputFile, () => string>();

/** A file whose text is made, or read, when somebody asks for it, as {@link fileText} has made it. */
export function laterFile(path: string, answer: Answer): OutputFile {
  const file: OutputFile = {
    path,
    get content() {
      return answer.text;
    },
  };
  hashes.set(file, () => answer.digest);
  return file;
}

/** A text as the answer for a file: its hash is the one that the file has. */
export const fileText: (text: string) => string = toUnixLines;

/** The hash of a file's text, if it is known without the text. */
export function knownHash(file: OutputFile): string | undefined {
  return hashes.get(file)?.();
}
