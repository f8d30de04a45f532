import type { DocumentPath } from "../../src/source/json-pointer.js";
import type { RangeTarget, SourceDocument } from "../../src/source/source-document.js";
import { isObject } from "../../src/validation/json-value.js";
import type { Findings } from "./findings.js";

/** Half of a surrogate pair without the other: a unit of JavaScript's strings that is no character. */
const loneSurrogate = /\p{Surrogate}/u;
/** Either half, with the other or without: most texts have none, and this is much sooner known. */
const anySurrogate = /[\ud800-\udfff]/;

/**
 * What YAML and JSON can write down, but nothing generated can hold: numbers that JSON does not have, and texts that
 * are not Unicode, in keys as in values. Holds for the manifest and for every schema, whatever the place is for.
 */
export function checkScalars(document: SourceDocument, findings: Findings): void {
  const path: (string | number)[] = [];
  const checkText = (text: string, target: RangeTarget): void => {
    const half = anySurrogate.test(text) ? loneSurrogate.exec(text)?.[0] : undefined;
    if (half !== undefined) findings.add({ ...textFault(half, target), at: placeOf(document, path), target });
  };
  const visit = (value: unknown): void => {
    if (typeof value === "string") checkText(value, "value");
    else if (typeof value === "number" && !Number.isFinite(value)) {
      const message = ".inf and .nan cannot be written as JSON";
      findings.add({ code: "manifest-number", message, at: placeOf(document, path) });
    } else if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) below(index, item);
    } else if (isObject(value)) {
      for (const [key, item] of Object.entries(value)) below(key, item);
    }
  };
  const below = (key: string | number, value: unknown): void => {
    path.push(key);
    if (typeof key === "string") checkText(key, "key");
    visit(value);
    path.pop();
  };
  visit(document.value);
}

function placeOf(
  document: SourceDocument,
  path: DocumentPath,
): { document: SourceDocument; path: DocumentPath } {
  return { document, path: [...path] };
}

function textFault(half: string, target: RangeTarget): { code: string; message: string; hint: string } {
  const written = `\\u${half.charCodeAt(0).toString(16)}`;
  return {
    code: "manifest-text",
    message: `this ${target === "key" ? "key" : "text"} is not Unicode: ${written} is half of a character`,
    hint: `write the character itself, or both halves, as in "\\ud83d\\ude00"; in a regular expression, "\\${written}"`,
  };
}
