import type { JsonSchema } from "../../contract/json-schema.js";
import { closest } from "../../diagnostics/suggest.js";
import { quote } from "../../errors/quote.js";
import type { Failure } from "../failure.js";
import { isObject } from "../json-value.js";
import { inPlaceSchemas } from "../schemas/in-place-schemas.js";
import { allowedValues, expectedTypes } from "./value-phrases.js";

/** What to do about a wrong value, and what to write instead where there is one answer. */
export interface Hint {
  readonly hint?: string;
  readonly replacement?: string | number | boolean;
}

/** Longer values are not repeated in a hint. */
const echoLimit = 80;

/** A hint for a value that may be shown. */
export function valueHint(root: JsonSchema, alternatives: readonly Failure[]): Hint {
  const value = alternatives[0]?.value;
  const allowed = allowedValues(alternatives);
  if (allowed.length > 0) {
    const meant = nearValue(value, allowed);
    // The only allowed value is in the message already.
    const hint =
      allowed.length > 1 || alternatives.length > 1 ? { hint: `did you mean ${quote(meant ?? "")}?` } : {};
    if (meant !== undefined) return { ...hint, replacement: meant };
  }
  const types = expectedTypes(alternatives);
  if (types.length === 1 && types[0] === "object") return mappingHint(value);
  if (types.includes("array") && !types.includes(typeof value)) return listHint(root, alternatives, value);
  if (types.includes("string") && (typeof value === "number" || typeof value === "boolean")) {
    return { hint: `write it in quotes: ${quote(String(value))}`, replacement: String(value) };
  }
  if (typeof value === "string") return bareHint(types, value);
  return {};
}

/** The allowed text that was most likely meant, also where letter case, `_` and `-` differ. */
function nearValue(value: unknown, allowed: readonly unknown[]): string | undefined {
  if (typeof value !== "string" || value === "") return undefined;
  const texts = allowed.filter((item) => typeof item === "string");
  const plain = (text: string): string => text.toLowerCase().replace(/[-_\s]/g, "");
  const same = texts.filter((text) => plain(text) === plain(value));
  return same.length === 1 ? same[0] : closest(value, texts);
}

export const spaceHint: string = "write a space after the colon";

/** Whether a text is what YAML makes of `key:value`. */
export function lacksSpace(text: string): boolean {
  return /^[\w$.-]+:(?!\/\/)\S/.test(text);
}

/** What YAML makes of a mapping that is not written as one. */
function mappingHint(value: unknown): Hint {
  if (value === null) return { hint: "it is empty: write its fields, or {} for none" };
  if (typeof value === "string") return lacksSpace(value) ? { hint: spaceHint } : {};
  const isList = Array.isArray(value) && value.length > 0 && value.every(isSinglePair);
  return isList ? { hint: "write its fields in one mapping, not in a list" } : {};
}

function isSinglePair(item: unknown): boolean {
  return isObject(item) && Object.keys(item).length === 1;
}

function listHint(root: JsonSchema, alternatives: readonly Failure[], value: unknown): Hint {
  if (typeof value !== "string" && typeof value !== "number") return {};
  const text = String(value);
  if (text === "" || text.length > echoLimit) return { hint: "write it as a list" };
  const words = listsTexts(root, alternatives) ? text.trim().split(/\s+/) : [text];
  const written = words.every((word) => /^[\w./][\w./:@=-]*$/.test(word) && !word.endsWith(":"))
    ? words.join(", ")
    : quote(text);
  return { hint: `write it as a list: [${written}]` };
}

/** Whether the wanted list is one of texts, so that a text with spaces in it is most likely several items. */
function listsTexts(root: JsonSchema, alternatives: readonly Failure[]): boolean {
  return alternatives.some(({ schema }) => {
    const { items } = schema;
    if (items === undefined) return false;
    return inPlaceSchemas(root, [items], undefined, "none").some(({ type }) => type === "string");
  });
}

const truthWords: ReadonlyMap<string, string> = new Map([
  ["true", "true"],
  ["yes", "true"],
  ["on", "true"],
  ["false", "false"],
  ["no", "false"],
  ["off", "false"],
]);

function bareHint(types: readonly string[], text: string): Hint {
  const numeric = types.includes("number")
    ? /^-?\d+(?:\.\d+)?$/
    : types.includes("integer")
      ? /^-?\d+$/
      : undefined;
  if (numeric?.test(text) && text.length <= echoLimit) {
    const number = Number(text);
    // A number that would be written in another way, or lose digits, is not what the text says.
    const same = String(number) === text ? { replacement: number } : {};
    return { hint: `write it without quotes: ${text}`, ...same };
  }
  const truth = types.includes("boolean") ? truthWords.get(text.toLowerCase()) : undefined;
  if (truth === undefined) return {};
  const unquoted = truth === text;
  return {
    hint: unquoted ? `write it without quotes: ${truth}` : `write ${truth}`,
    replacement: truth === "true",
  };
}
