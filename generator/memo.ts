import { hashBytes } from "./io/content-hash.js";
import { now } from "./now.js";

/** A cache of texts. Keys are hashes of everything that a text depends on. */
export interface Memo {
  get(key: string): string | undefined;
  set(key: string, value: string): void;
  /** The text that `get` would give, in UTF-8, for memos that have it so. */
  bytes?(key: string): Buffer | undefined;
  /** The hash of the text that `get` would give, for memos that know it without reading the text. */
  digest?(key: string): string | undefined;
  /** Keeps every answer about a subject, as if each had been asked for. */
  keep?(subject: string): void;
  /** Is told of every question that had to be answered anew, and how long that took, in milliseconds. */
  readonly onAnswer?: (stage: string, milliseconds: number) => void;
}

/**
 * What to look up: the stage with its version, such as `validator/1` (the number goes up whenever the stage writes
 * something else for the same input), and all that its result depends on.
 */
export type MemoQuestion =
  /** Plain data, as little as tells one question from another; see {@link digestOf}. */
  | { readonly stage: string; readonly input: unknown }
  /** A digest of all that it depends on. Answers about one subject are kept, and forgotten, together. */
  | { readonly stage: string; readonly about: string };

/** An answer, which is worked out, or read, when somebody wants to know it. */
export interface Answer {
  readonly text: string;
  /** The text in UTF-8. What only moves it from file to file is twice as fast with this. */
  readonly bytes: Buffer;
  /** The hash of the text; of a remembered answer it is known without the text. */
  readonly digest: string;
}

/** Thrown where a remembered text turns out to be lost: without the memo everything can be worked out again. */
export class MemoDamage extends Error {
  constructor() {
    super("the cache is damaged");
    this.name = "MemoDamage";
  }
}

const separator = " ";

function keyOf(question: MemoQuestion): string {
  if ("about" in question) return joinKey(question.about, question.stage);
  return hashBytes(JSON.stringify([question.stage, question.input]));
}

/** The opposite of {@link splitKey}. */
export function joinKey(subject: string, rest: string): string {
  return rest === "" ? subject : subject + separator + rest;
}

/** The subject and the rest of a key; a key that is about no subject is its own. */
export function splitKey(key: string): readonly [subject: string, rest: string] {
  const end = key.indexOf(separator);
  return end === -1 ? [key, ""] : [key.slice(0, end), key.slice(end + 1)];
}

function digestUnder(memo: Memo, key: string): string | undefined {
  if (memo.digest !== undefined) return memo.digest(key);
  const known = memo.get(key);
  return known === undefined ? undefined : hashBytes(known);
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

/** The same as {@link rememberNow}, but a remembered answer is not read before somebody wants its text. */
export function rememberLater(memo: Memo | undefined, question: MemoQuestion, compute: () => string): Answer {
  return laterAnswer(memo, question) ?? answerOf(rememberNow(memo, question, compute));
}

/** The same as {@link rememberLater} for an answer that is waited for. */
export async function awaitLater(
  memo: Memo | undefined,
  question: MemoQuestion,
  compute: () => Promise<string>,
): Promise<Answer> {
  return laterAnswer(memo, question) ?? answerOf(await remember(memo, question, compute));
}

/** A remembered answer that has not been read yet; undefined where there is none. */
export function laterAnswer(memo: Memo | undefined, question: MemoQuestion): Answer | undefined {
  if (memo === undefined) return undefined;
  const key = keyOf(question);
  const digest = digestUnder(memo, key);
  if (digest === undefined) return undefined;
  return answerFrom(digest, () => {
    const found = memo.bytes === undefined ? memo.get(key) : memo.bytes(key);
    if (found === undefined) throw new MemoDamage();
    return found;
  });
}

/** An answer that is made, or read, when somebody asks for it; its digest is known before. */
export function answerFrom(digest: string, make: () => string | Buffer): Answer {
  return {
    digest,
    get text() {
      return make().toString();
    },
    get bytes() {
      return inBytes(make());
    },
  };
}

/** An answer whose text is known. */
export function answerOf(content: string | Buffer): Answer {
  let digest: string | undefined;
  return {
    get text() {
      return content.toString();
    },
    get bytes() {
      return inBytes(content);
    },
    get digest() {
      digest ??= hashBytes(content);
      return digest;
    },
  };
}

/** A text in UTF-8. */
export const inBytes = (content: string | Buffer): Buffer =>
  typeof content === "string" ? Buffer.from(content) : content;

/** The answer of a check that found nothing wrong. */
export const sound = "sound";
const soundDigest = hashBytes(sound);

/** Whether {@link noteSound} has been told the same. */
export function isNotedSound(memo: Memo | undefined, question: MemoQuestion): boolean {
  return memo !== undefined && digestUnder(memo, keyOf(question)) === soundDigest;
}

/** Remembers an answer that was worked out together with another, or took no work. */
export function noteAnswer(memo: Memo, question: MemoQuestion, answer: string): void {
  memo.set(keyOf(question), answer);
}

/** A remembered answer, at once. */
export function recallAnswer(memo: Memo, question: MemoQuestion): string | undefined {
  return memo.get(keyOf(question));
}

/** Remembers that what the question names has been checked, and that nothing is wrong with it. */
export function noteSound(memo: Memo | undefined, question: MemoQuestion): void {
  memo?.set(keyOf(question), sound);
}

/** The digest of the answer that says that there is nothing to remember. */
export const emptyDigest: string = hashBytes("");

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
export function parseAnswer(answer: string | Answer): unknown {
  const { text, digest } = typeof answer === "string" ? answerOf(answer) : answer;
  const value: unknown = JSON.parse(text);
  if (typeof value === "object" && value !== null) digests.set(value, digest);
  return value;
}

/** Named texts as one answer. Inside JSON every quote and line end of theirs would be escaped, and read again. */
export function packTexts(texts: Iterable<readonly [name: string, text: string]>): string {
  const list = [...texts];
  const header = JSON.stringify(list.map(([name, text]) => [name, Buffer.byteLength(text)]));
  return `${header}\n${list.map(([, text]) => text).join("")}`;
}

/** The texts of an answer that {@link packTexts} has made, in UTF-8. */
export function unpackTexts(answer: Buffer): [name: string, text: Buffer][] {
  let start = answer.indexOf("\n") + 1;
  const header = JSON.parse(answer.toString("utf8", 0, start)) as [name: string, length: number][];
  return header.map(([name, length]) => {
    start += length;
    return [name, answer.subarray(start - length, start)];
  });
}
