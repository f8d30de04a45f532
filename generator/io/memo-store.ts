import { joinKey, type Memo, splitKey } from "../memo.js";
import { hashBytes } from "./content-hash.js";
import type { FileSystem, OpenFile } from "./file-system.js";
import { type MemoPiece, packPiece, readPieces } from "./memo-pieces.js";
import { writeWhole } from "./sealed-text.js";

/** A memo that outlives the process. */
export interface MemoStore extends Memo {
  bytes(key: string): Buffer | undefined;
  digest(key: string): string | undefined;
  keep(subject: string): void;
  /**
   * Keeps what this run asked for or added, and forgets the rest, so that the store does not grow. Throws the
   * system's error.
   */
  save(): void;
  /** Forgets everything, also what is on disk. */
  forget(): void;
  /** Lets go of the file; what is asked for afterwards opens it again. */
  close(): void;
}

/** An answer in the file, or one that this run has added. */
type Known =
  | { readonly digest: string; readonly position: number; readonly length: number }
  | { readonly digest: string; readonly content: Buffer };

interface Stored {
  readonly file: OpenFile | undefined;
  /** Subject → rest of the key → answer. */
  readonly subjects: Map<string, Map<string, Known>>;
  /** How long all answers in the file are, those that are forgotten as well. */
  readonly bytes: number;
  readonly pieces: number;
  /** False when the file cannot be added to: it is missing or damaged, or another compiler's. */
  readonly whole: boolean;
}

const nothing: Stored = { file: undefined, subjects: new Map(), bytes: 0, pieces: 0, whole: false };

/** Every piece takes a look of its own at the file. */
const mostPieces = 256;

/**
 * A memo in one file: thousands of small files would cost more than what they save. Which answers there are is read when
 * the first question comes, and an answer when it is asked for; answers of another compiler, and a damaged file, are no
 * answers. What is new is added at the end, for most runs add little to much; the file is written anew when more than
 * half of it is of no use any more.
 */
export function createMemoStore(fileSystem: FileSystem, path: string, compiler: string): MemoStore {
  let stored: Stored | undefined;
  const added = new Map<string, Known>();
  /** What was asked for of what is in the file. */
  const used = new Set<Known>();
  const kept = new Set<string>();
  const load = (): Stored => {
    stored ??= readStored(fileSystem, path, compiler);
    return stored;
  };
  const find = (key: string): Known | undefined => {
    const fresh = added.get(key);
    if (fresh !== undefined) return fresh;
    const [subject, rest] = splitKey(key);
    const found = load().subjects.get(subject)?.get(rest);
    if (found !== undefined) used.add(found);
    return found;
  };
  const read = (known: Known): Buffer | undefined => {
    if ("content" in known) return known.content;
    const content = load().file?.read(known.position, known.length);
    return content !== undefined && hashBytes(content) === known.digest ? content : undefined;
  };
  const close = (): void => {
    stored?.file?.close();
    stored = undefined;
  };
  const pieceOf = (list: ReadonlyMap<string, Known>, forgotten: readonly string[]): Buffer => {
    const answers = [...list].flatMap(([key, known]) => {
      const content = read(known);
      return content === undefined ? [] : [{ key, digest: known.digest, content }];
    });
    return packPiece({ compiler, answers, forgotten });
  };
  const bytes = (key: string): Buffer | undefined => {
    const known = find(key);
    const content = known && read(known);
    if (known !== undefined && content === undefined) used.delete(known);
    return content;
  };
  return {
    get: (key) => bytes(key)?.toString("utf8"),
    bytes,
    digest: (key) => find(key)?.digest,
    keep: (subject) => void kept.add(subject),
    set(key, value) {
      const content = Buffer.from(value, "utf8");
      added.set(key, { digest: hashBytes(content), content });
    },
    save() {
      const { subjects, bytes, pieces, whole } = load();
      const remaining: [subject: string, rest: string, known: Known][] = [];
      const forgotten: string[] = [];
      for (const [subject, answers] of subjects) {
        const isKept = kept.has(subject);
        for (const [rest, known] of answers) {
          if (isKept || used.has(known)) remaining.push([subject, rest, known]);
          else forgotten.push(joinKey(subject, rest));
        }
      }
      if (added.size === 0 && forgotten.length === 0) return;
      const news = total(added.values());
      const useful = total(remaining.map(([, , known]) => known)) + news;
      if (whole && pieces < mostPieces && bytes + news <= 2 * useful)
        fileSystem.appendFile(path, pieceOf(added, forgotten));
      else {
        const old = remaining.map(([subject, rest, known]) => [joinKey(subject, rest), known] as const);
        writeWhole(fileSystem, path, pieceOf(new Map([...old, ...added]), []));
      }
      close();
    },
    forget() {
      close();
      stored = nothing;
      for (const collection of [added, used, kept]) collection.clear();
    },
    close,
  };
}

function total(answers: Iterable<Known>): number {
  let sum = 0;
  for (const known of answers) sum += lengthOf(known);
  return sum;
}

const lengthOf = (known: Known): number => ("content" in known ? known.content.byteLength : known.length);

function readStored(fileSystem: FileSystem, path: string, compiler: string): Stored {
  let file: OpenFile | undefined;
  try {
    file = fileSystem.open(path);
    if (file === undefined) return nothing;
    const { pieces, whole } = readPieces(file);
    if (pieces.some((piece) => piece.compiler !== compiler)) {
      file.close();
      return nothing;
    }
    const subjects = new Map<string, Map<string, Known>>();
    let bytes = 0;
    for (const piece of pieces) bytes += addPiece(subjects, piece);
    return { file, subjects, bytes, pieces: pieces.length, whole };
  } catch {
    file?.close();
    return nothing;
  }
}

/** Adds what a piece says to what the pieces before it say; gives the length of its answers. */
function addPiece(subjects: Map<string, Map<string, Known>>, piece: MemoPiece): number {
  for (const key of piece.forgotten) {
    const [subject, rest] = splitKey(key);
    const answers = subjects.get(subject);
    answers?.delete(rest);
    if (answers?.size === 0) subjects.delete(subject);
  }
  let position = piece.start;
  for (const { subject, rest, length, digest } of piece.answers()) {
    const answers = subjects.get(subject);
    const known = { digest, position, length };
    if (answers === undefined) subjects.set(subject, new Map([[rest, known]]));
    else answers.set(rest, known);
    position += length;
  }
  return position - piece.start;
}
