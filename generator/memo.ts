import { hashBytes } from "./io/content-hash.js";
import { now } from "./now.js";

/** A cache of texts. Keys are hashes of everything that a text depends on. */
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
  /** Plain data, as little as tells one question from another; see {@link digestOf}. */
  readonly input: unknown;
}

const keyOf = ({ stage, input }: MemoQuestion): string => hashBytes(JSON.stringify([stage, input]));

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
  const key = keyOf(question);
  const known = memo.get(key);
  if (known !== undefined && valid(known)) return known;
  const start = now();
  const answer = await compute();
  memo.set(key, answer);
  memo.onAnswer?.(question.stage, now() - start);
  return answer;
}

/** The same as {@link remember} for an answer that need not be waited for. */
export function rememberNow(memo: Memo | undefined, question: MemoQuestion, compute: () => string): string {
  if (memo === undefined) return compute();
  const key = keyOf(question);
  const known = memo.get(key);
  if (known !== undefined) return known;
  const start = now();
  const answer = compute();
  memo.set(key, answer);
  memo.onAnswer?.(question.stage, now() - start);
  return answer;
}

const digests = new WeakMap<object, string>();

/** A hash that stands for plain data in questions. It is worked out once: the data must not change any more. */
export function digestOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "";
  const known = digests.get(value);
  if (known !== undefined) return known;
  const digest = hashBytes(JSON.stringify(value));
  digests.set(value, digest);
  return digest;
}

/** Plain data from an answer that `JSON.stringify` has written; its digest is known by its text. */
export function parseAnswer(answer: string): unknown {
  const value: unknown = JSON.parse(answer);
  if (typeof value === "object" && value !== null) digests.set(value, hashBytes(answer));
  return value;
}

/** Named texts as one answer. Inside JSON every quote and line end of theirs would be escaped, and read again. */
export function packTexts(texts: Iterable<readonly [name: string, text: string]>): string {
  const list = [...texts];
  const header = JSON.stringify(list.map(([name, text]) => [name, text.length]));
  return `${header}\n${list.map(([, text]) => text).join("")}`;
}

/** The texts of an answer that {@link packTexts} has made. */
export function unpackTexts(answer: string): [name: string, text: string][] {
  let start = answer.indexOf("\n") + 1;
  const header = JSON.parse(answer.slice(0, start)) as [name: string, length: number][];
  return header.map(([name, length]) => {
    start += length;
    return [name, answer.slice(start - length, start)];
  });
}
