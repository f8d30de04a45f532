import { byCodeUnit } from "../../src/validation/json-value.js";
import { splitKey } from "../memo.js";
import type { OpenFile } from "./file-system.js";
import { readSeal, seal } from "./sealed-text.js";

/*
 * A memo's file is a list of pieces. Each is a sealed header, which says what follows, and the answers, one after
 * another. An answer is checked by its own hash when it is read; so a header can be read without the answers.
 */

/** The JSON form of a header. Keys are divided, and their parts numbered: thousands share a few stages. */
interface Header {
  /** The compiler whose answers these are. */
  readonly compiler: string;
  readonly subjects: readonly string[];
  readonly rests: readonly string[];
  /** Of each answer, in the order in which they follow: number of the subject, number of the rest, length, hash. */
  readonly answers: readonly (number | string)[];
  /** Keys of earlier answers that nobody asks for any more. */
  readonly forgotten: readonly string[];
}

/** An answer as a piece lists it. */
export interface ListedAnswer {
  readonly subject: string;
  readonly rest: string;
  readonly length: number;
  readonly digest: string;
}

/** A piece that has been read, but for its answers. */
export interface MemoPiece {
  readonly compiler: string;
  readonly forgotten: readonly string[];
  /** Where its answers start in the file. */
  readonly start: number;
  answers(): Iterable<ListedAnswer>;
}

/** What a new piece is made of. */
export interface NewPiece {
  readonly compiler: string;
  readonly answers: readonly { readonly key: string; readonly digest: string; readonly content: Buffer }[];
  readonly forgotten: readonly string[];
}

/** A piece as it stands in the file. */
export function packPiece({ compiler, answers: given, forgotten }: NewPiece): Buffer {
  // What is read of one subject is mostly read of all: answers of one stage stand together, the small ones above all.
  const answers = [...given].sort((a, b) => byCodeUnit(splitKey(a.key)[1], splitKey(b.key)[1]));
  const subjects = new Map<string, number>();
  const rests = new Map<string, number>();
  const number = (names: Map<string, number>, name: string): number => {
    const known = names.get(name) ?? names.size;
    names.set(name, known);
    return known;
  };
  const rows = answers.flatMap(({ key, digest, content }) => {
    const [subject, rest] = splitKey(key);
    return [number(subjects, subject), number(rests, rest), content.byteLength, digest];
  });
  const header: Header = {
    compiler,
    subjects: [...subjects.keys()],
    rests: [...rests.keys()],
    answers: rows,
    forgotten,
  };
  return Buffer.concat([seal(Buffer.from(JSON.stringify(header))), ...answers.map(({ content }) => content)]);
}

/** Reads the headers of a file; `whole` is false when something in it, and so all that follows, is unreadable. */
export function readPieces(file: OpenFile): {
  readonly pieces: readonly MemoPiece[];
  readonly whole: boolean;
} {
  const pieces: MemoPiece[] = [];
  let position = 0;
  while (position < file.size) {
    const found = readSeal(file, position);
    if (found === undefined) return { pieces, whole: false };
    // The seal has been checked: this was written by `packPiece`.
    const header = JSON.parse(found.content.toString("utf8")) as Header;
    const end = found.end + lengthOf(header);
    if (end > file.size) return { pieces, whole: false };
    const { compiler, forgotten } = header;
    pieces.push({ compiler, forgotten, start: found.end, answers: () => listed(header) });
    position = end;
  }
  return { pieces, whole: pieces.length > 0 };
}

function lengthOf({ answers }: Header): number {
  let length = 0;
  for (let index = 2; index < answers.length; index += 4) length += Number(answers[index]);
  return length;
}

function* listed({ subjects, rests, answers }: Header): Iterable<ListedAnswer> {
  for (let index = 0; index < answers.length; index += 4) {
    yield {
      subject: subjects[Number(answers[index])] ?? "",
      rest: rests[Number(answers[index + 1])] ?? "",
      length: Number(answers[index + 2]),
      digest: String(answers[index + 3]),
    };
  }
}
