import { helperTexts } from "../../validators/helper-texts.js";
import { formatTests } from "../../validators/helpers/format-helpers.js";

/**
 * Functions that ajv's validators call. A validator must not import anything, so those that it uses are written into it.
 * They are kept as text: what a compiler or bundler makes of a function differs, and the output must not.
 */
export interface ValidatorHelper {
  readonly name: string;
  /** It, and what it calls. */
  readonly texts: readonly string[];
}

/** How many Unicode characters a text has, as `minLength` and `maxLength` count. */
const characterCount: ValidatorHelper = {
  name: "characterCount",
  texts: [
    `function characterCount(text) {
  let count = text.length;
  for (let index = 0; index + 1 < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0xd800 || unit > 0xdbff) continue;
    const next = text.charCodeAt(index + 1);
    if (next < 0xdc00 || next > 0xdfff) continue;
    count--;
    index++;
  }
  return count;
}`,
  ],
};

/** Equality of JSON values: by content, keys in any order. */
const isEqual: ValidatorHelper = {
  name: "isEqual",
  texts: [
    `function isEqual(a, b) {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a !== a && b !== b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.prototype.hasOwnProperty.call(b, key) && isEqual(a[key], b[key]));
}`,
  ],
};

/** The same as `isMultipleOf`, which decides by the decimals that are written. */
const isMultiple: ValidatorHelper = { name: "isMultiple", texts: helperTexts(["isMultiple"]) };

/** What stands in for the modules that ajv's standalone code would load, by the code that would load them. */
export const MODULE_HELPERS: ReadonlyMap<string, ValidatorHelper> = new Map([
  ['require("ajv/dist/runtime/ucs2length").default', characterCount],
  ['require("ajv/dist/runtime/equal").default', isEqual],
  ["isMultiple", isMultiple],
]);

/** The formats that a regular expression cannot check, by name. */
export const FORMAT_HELPERS: ReadonlyMap<string, ValidatorHelper> = new Map(
  [...formatTests].map(([format, name]) => [format, { name, texts: helperTexts([name]) }]),
);
