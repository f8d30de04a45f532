import type { DocumentPath } from "../../../src/source/json-pointer.js";
import { isObject } from "../../../src/validation/json-value.js";
import { withField, withoutField } from "./object-faults.js";

/** Stands for: nothing is there any more. */
export const REMOVED: unique symbol = Symbol("removed");

/** A copy of a value with another one at a path; the value itself where the path leads nowhere. */
export function replaceAt(value: unknown, path: DocumentPath, replacement: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return replacement;
  if (Array.isArray(value)) {
    const index = Number(key);
    if (rest.length === 0 && replacement === REMOVED) return value.filter((_, place) => place !== index);
    return value.map((item, place) => (place === index ? replaceAt(item, rest, replacement) : item));
  }
  if (!isObject(value)) return value;
  const name = String(key);
  if (rest.length === 0)
    return replacement === REMOVED ? withoutField(value, name) : withField(value, name, replacement);
  return Object.hasOwn(value, name)
    ? withField(value, name, replaceAt(value[name], rest, replacement))
    : value;
}
