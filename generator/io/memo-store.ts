import type { Memo } from "../memo.js";
import type { FileSystem } from "./file-system.js";
import { appendSealed, readPieces, writeSealed } from "./sealed-text.js";

/** A memo that outlives the process. */
export interface MemoStore extends Memo {
  /**
   * Keeps what this run asked for or added, and forgets the rest, so that the store does not grow. Throws the
   * system's error.
   */
  save(): void;
}

interface Header {
  /** The compiler whose answers these are. */
  readonly compiler: string;
  /** Key and length of each answer, in the order in which they follow. */
  readonly answers: readonly (readonly [key: string, length: number])[];
  /** Keys of earlier answers that nobody asks for any more. */
  readonly forgotten: readonly string[];
}

interface Stored {
  readonly answers: Map<string, Buffer>;
  /** How long all answers in the file are, those that are forgotten as well. */
  readonly bytes: number;
  /** False when the file cannot be added to: it is missing or damaged, or another compiler's. */
  readonly whole: boolean;
}

/**
 * A memo in one file: thousands of small files would cost more than what they save. The file is read when
 * the first question comes; answers of another compiler, and a damaged file, are no answers. What is new is added at the
 * end, for most runs add little to much; the file is written anew when more than half of it is of no use any more.
 */
export function createMemoStore(fileSystem: FileSystem, path: string, compiler: string): MemoStore {
  let stored: Stored | undefined;
  const used = new Map<string, Buffer>();
  const added = new Set<string>();
  const load = (): Stored => {
    stored ??= readStored(fileSystem, path, compiler);
    return stored;
  };
  const piece = (keys: readonly string[], forgotten: readonly string[]): Buffer => {
    const answers = keys.map((key) => [key, used.get(key) ?? Buffer.alloc(0)] as const);
    const lengths = answers.map(([key, answer]) => [key, answer.byteLength] as const);
    const header: Header = { compiler, answers: lengths, forgotten };
    return Buffer.concat([
      Buffer.from(`${JSON.stringify(header)}\n`),
      ...answers.map(([, answer]) => answer),
    ]);
  };
  return {
    get(key) {
      const answer = used.get(key) ?? load().answers.get(key);
      if (answer === undefined) return undefined;
      used.set(key, answer);
      return answer.toString("utf8");
    },
    set(key, value) {
      used.set(key, Buffer.from(value, "utf8"));
      added.add(key);
    },
    save() {
      const { answers, bytes, whole } = load();
      const forgotten = [...answers.keys()].filter((key) => !used.has(key));
      if (added.size === 0 && forgotten.length === 0) return;
      const useful = total(used.values());
      const news = total([...added].map((key) => used.get(key)));
      if (whole && bytes + news <= 2 * useful) appendSealed(fileSystem, path, piece([...added], forgotten));
      else writeSealed(fileSystem, path, piece([...used.keys()], []));
    },
  };
}

function total(answers: Iterable<Buffer | undefined>): number {
  let sum = 0;
  for (const answer of answers) sum += answer?.byteLength ?? 0;
  return sum;
}

function readStored(fileSystem: FileSystem, path: string, compiler: string): Stored {
  const answers = new Map<string, Buffer>();
  let bytes = 0;
  const { pieces, whole } = readPieces(fileSystem, path);
  for (const piece of pieces) {
    // The seal has been checked: this was written by `save`.
    const end = piece.indexOf("\n");
    const header = JSON.parse(piece.toString("utf8", 0, end)) as Header;
    if (header.compiler !== compiler) return { answers: new Map(), bytes: 0, whole: false };
    for (const key of header.forgotten) answers.delete(key);
    let offset = end + 1;
    for (const [key, length] of header.answers) {
      answers.set(key, piece.subarray(offset, offset + length));
      offset += length;
    }
    bytes += offset - end - 1;
  }
  return { answers, bytes, whole };
}
