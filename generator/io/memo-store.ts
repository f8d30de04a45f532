import type { Memo } from "../memo.js";
import type { FileSystem } from "./file-system.js";
import { readSealed, writeSealed } from "./sealed-text.js";

/** A memo that outlives the process. */
export interface MemoStore extends Memo {
  /**
   * Keeps what this run asked for or added, and drops the rest, so that the store does not grow. Throws the
   * system's error.
   */
  save(): void;
}

interface Header {
  /** The compiler whose answers these are. */
  readonly compiler: string;
  /** Key and length of each answer, in the order in which they follow. */
  readonly answers: readonly (readonly [key: string, length: number])[];
}

/**
 * A memo in one file: thousands of small files would cost more than what they save. The file is read when
 * the first question comes; answers of another compiler, and a damaged file, are no answers.
 */
export function createMemoStore(fileSystem: FileSystem, path: string, compiler: string): MemoStore {
  let stored: Map<string, Buffer> | undefined;
  const used = new Map<string, Buffer>();
  let added = false;
  const load = (): Map<string, Buffer> => {
    stored ??= readAnswers(readSealed(fileSystem, path), compiler);
    return stored;
  };
  return {
    get(key) {
      const answer = used.get(key) ?? load().get(key);
      if (answer === undefined) return undefined;
      used.set(key, answer);
      return answer.toString("utf8");
    },
    set(key, value) {
      used.set(key, Buffer.from(value, "utf8"));
      added = true;
    },
    save() {
      if (!added && used.size === load().size) return;
      const answers = [...used].map(([key, answer]) => [key, answer.byteLength] as const);
      const header: Header = { compiler, answers };
      writeSealed(
        fileSystem,
        path,
        Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), ...used.values()]),
      );
    },
  };
}

function readAnswers(content: Buffer | undefined, compiler: string): Map<string, Buffer> {
  const answers = new Map<string, Buffer>();
  if (content === undefined) return answers;
  // The seal has been checked: what follows was written by `save`.
  const end = content.indexOf("\n");
  const header = JSON.parse(content.toString("utf8", 0, end)) as Header;
  if (header.compiler !== compiler) return answers;
  let offset = end + 1;
  for (const [key, length] of header.answers) {
    answers.set(key, content.subarray(offset, offset + length));
    offset += length;
  }
  return answers;
}
