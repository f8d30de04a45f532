import { createHash } from "node:crypto";

/** A cache of emitted text. Keys are hashes of everything that the text depends on. */
export interface Memo {
  get(key: string): string | undefined;
  set(key: string, value: string): void;
  /** Is told of every question that had to be answered anew, and how long that took, in milliseconds. */
  readonly onAnswer?: (stage: string, milliseconds: number) => void;
}

/** What to look up: the stage with its version, and all that its result depends on. */
export interface MemoQuestion {
  /** Such as `validator/1`; the number goes up whenever the stage writes something else for the same input. */
  readonly stage: string;
  readonly input: unknown;
}

/**
 * The remembered answer, or a fresh one that is remembered from now on. Where an answer may have become wrong although
 * the question is the same, `valid` tells.
 */
export async function remember(
  memo: Memo | undefined,
  question: MemoQuestion,
  compute: () => Promise<string>,
  valid: (answer: string) => boolean = () => true,
): Promise<string> {
  if (memo === undefined) return compute();
  const key = createHash("sha256")
    .update(JSON.stringify([question.stage, question.input]))
    .digest("hex");
  const known = memo.get(key);
  if (known !== undefined && valid(known)) return known;
  const start = performance.now();
  const answer = await compute();
  memo.set(key, answer);
  memo.onAnswer?.(question.stage, performance.now() - start);
  return answer;
}
