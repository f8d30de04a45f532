import { withArticle } from "../contract/kind-words.js";
import type { DocumentPath } from "../source/json-pointer.js";
import { setOwn } from "../source/plain-value.js";

/** Deepest nesting that a configuration program may return. */
const maxDepth = 256;
/** Most values that a configuration program may return. */
const maxValues = 1_000_000;

/** Why a value is not plain data. */
export interface DataProblem {
  readonly path: DocumentPath;
  /** What stands there, as in "is a function". */
  readonly reason: string;
}

/** A plain copy of what a program returned, or why it is not plain data. Fields that are `undefined` are left out. */
export function toPlainData(
  input: unknown,
): { readonly value: unknown; readonly problem?: undefined } | { readonly problem: DataProblem } {
  const open = new Set<object>();
  let count = 0;
  let problem: DataProblem | undefined;
  const fail = (path: DocumentPath, reason: string): undefined => {
    problem ??= { path, reason };
    return undefined;
  };
  const copy = (value: unknown, path: (string | number)[]): unknown => {
    if (problem !== undefined) return undefined;
    if (++count > maxValues) return fail(path, `is one of more than ${maxValues} values`);
    if (typeof value === "string" || typeof value === "boolean" || value === null) return value;
    if (typeof value === "number") return Number.isFinite(value) ? value : fail(path, `is ${value}`);
    if (typeof value !== "object") return fail(path, typeNames[typeof value] ?? "is undefined");
    if (open.has(value)) return fail(path, "contains itself");
    if (path.length > maxDepth) return fail(path, `is nested deeper than ${maxDepth} levels`);
    open.add(value);
    const result = Array.isArray(value) ? copyList(value, path) : copyObject(value, path);
    open.delete(value);
    return result;
  };
  const copyList = (list: readonly unknown[], path: (string | number)[]): unknown[] => {
    const result: unknown[] = [];
    for (let index = 0; index < list.length && problem === undefined; index++) {
      result.push(copy(list[index], [...path, index]));
    }
    return result;
  };
  const copyObject = (object: object, path: (string | number)[]): unknown => {
    if (!isPlain(object)) return fail(path, `is ${withArticle(className(object))}`);
    const result = {};
    for (const key of Reflect.ownKeys(object)) {
      if (typeof key === "symbol" || problem !== undefined) continue;
      if (!Object.getOwnPropertyDescriptor(object, key)?.enumerable) continue;
      const value: unknown = Reflect.get(object, key);
      if (value !== undefined) setOwn(result, key, copy(value, [...path, key]));
    }
    return result;
  };
  const value = copy(input, []);
  return problem === undefined ? { value } : { problem };
}

const typeNames: { readonly [type: string]: string } = {
  function: "is a function",
  symbol: "is a symbol",
  bigint: "is a bigint",
};

/** Objects of another realm, such as those that a module loader's sandbox makes, are plain, too. */
function isPlain(object: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(object);
  if (prototype === null || prototype === Object.prototype) return true;
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype as object, "hasOwnProperty");
}

function className(object: object): string {
  const maker: unknown = Reflect.get(object, "constructor");
  const name = typeof maker === "function" ? maker.name : "";
  return /^[\w$]{1,60}$/.test(name) ? name : "class instance";
}
