import { toUnixLines } from "../io/content-hash.js";
import type { Answer } from "../memo.js";

/** A generated file: path relative to the output folder, with `/`, and its whole text (LF line ends, final newline). */
export interface OutputFile {
  readonly path: string;
  readonly content: string;
}

const answers = new WeakMap<OutputFile, Answer>();

/** A file whose text is made, or read, when somebody asks for it, as {@link fileText} has made it. */
export function laterFile(path: string, answer: Answer): OutputFile {
  const file: OutputFile = {
    path,
    get content() {
      return answer.text;
    },
  };
  answers.set(file, answer);
  return file;
}

/** A text as the answer for a file: its hash is the one that the file has. */
export const fileText: (text: string) => string = toUnixLines;

/** The hash of a file's text, if it is known without the text. */
export function knownHash(file: OutputFile): string | undefined {
  return answers.get(file)?.digest;
}

/** A file's text as it is soonest had. */
export function fileContent(file: OutputFile): string | Buffer {
  return answers.get(file)?.bytes ?? file.content;
}
