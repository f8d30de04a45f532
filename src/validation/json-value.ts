/** The types that JSON Schema tells apart, as its `type` keyword names them; `undefined` is what JSON cannot say. */
export type JsonType =
  | "null"
  | "boolean"
  | "integer"
  | "number"
  | "string"
  | "array"
  | "object"
  | "undefined";

/** A mapping: not null, not a list. */
export function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The type of a value; whole numbers are `integer`. Functions, symbols and the like count as `undefined`. */
export function jsonTypeOf(value: unknown): JsonType {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  switch (typeof value) {
    case "object":
      return "object";
    case "string":
      return "string";
    case "boolean":
      return "boolean";
    case "number":
      return Number.isInteger(value) ? "integer" : "number";
    default:
      return "undefined";
  }
}

/** Whether a value has a type that a schema names. What is not finite has none: JSON cannot say it. */
export function hasJsonType(value: unknown, type: string): boolean {
  if (typeof value === "number" && !Number.isFinite(value)) return false;
  const actual = jsonTypeOf(value);
  return actual === type || (actual === "integer" && type === "number");
}

/** Equality as JSON Schema means it: by content, keys in any order. */
export function equalJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => equalJson(item, b[index]));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && equalJson(a[key], b[key]))
  );
}

/** The own value at a key, or undefined; never something inherited. */
export function ownValue(object: { readonly [key: string]: unknown }, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Sets an own property whatever its name is; `__proto__` becomes an ordinary key. */
export function setOwn(object: object, key: string, value: unknown): void {
  // Much the faster way, and the same wherever nothing of that name is inherited.
  if (!(key in object)) (object as { [key: string]: unknown })[key] = value;
  else Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}

/** Orders texts by code unit, which is the same on every machine. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
