import { printable, quote } from "../../errors/quote.js";
import { jsonTypeOf } from "../json-value.js";

const typeWords: ReadonlyMap<string, string> = new Map([
  ["string", "a string"],
  ["number", "a number"],
  ["integer", "a whole number"],
  ["boolean", "true or false"],
  ["array", "a list"],
  ["object", "a mapping"],
  ["null", "null"],
]);

/** What a value should be, by the name of its type in a schema: "a list". */
export function expectedType(type: string): string {
  return typeWords.get(type) ?? `of type ${quote(type)}`;
}

/** What a value is: "a string". Says nothing of its content. */
export function actualType(value: unknown): string {
  const type = jsonTypeOf(value);
  if (type === "boolean") return "a boolean";
  if (type === "integer") return "a number";
  return typeWords.get(type) ?? "something that no document can hold";
}

/** Joins alternatives: "a", "a or b", "a, b or c". */
export function anyOfWords(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} or ${last}`;
}

const listLimit = 20;

/** Values as a list: plain words as they are, others as JSON, a very long list cut. */
export function listValues(values: readonly unknown[]): string {
  const shown = values.slice(0, listLimit).map(plainValue);
  const more = values.length > listLimit ? `, … (${values.length} in all)` : "";
  return shown.join(", ") + more;
}

/** A value as one would write it: a plain word as it is, anything else as JSON. */
export function plainValue(value: unknown): string {
  return typeof value === "string" && /^[\w./:@+-]+$/.test(value) ? value : quotedValue(value);
}

/** A value as JSON, on one line, cut when it is long. */
export function quotedValue(value: unknown): string {
  if (typeof value === "string") return quote(value);
  const text = JSON.stringify(value) ?? String(value);
  return printable(text.length > 120 ? `${text.slice(0, 119)}…` : text);
}

/** A number with a noun: "1 item", "3 items". */
export function countOf(count: number, noun: string): string {
  return `${count} ${count === 1 ? noun : noun === "entry" ? "entries" : `${noun}s`}`;
}
