import type { DocumentPath } from "../source/json-pointer.js";
import { isPlainObject, setOwn } from "../source/plain-value.js";

/** The own child of a list or map, or undefined. */
export function childValue(value: unknown, key: string | number): unknown {
  if (Array.isArray(value)) return typeof key === "number" ? value[key] : undefined;
  return isPlainObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** The value at a path, or undefined. */
export function valueAt(root: unknown, path: DocumentPath): unknown {
  return path.reduce<unknown>(childValue, root);
}

/** Puts a value at a path whose parent is there; gives the root, which is another one for the empty path. */
export function placeValue(root: unknown, path: DocumentPath, value: unknown): unknown {
  const key = path.at(-1);
  if (key === undefined) return value;
  const parent = valueAt(root, path.slice(0, -1));
  if (typeof parent === "object" && parent !== null) setOwn(parent, String(key), value);
  return root;
}
