import { byCodeUnit, isObject } from "../../src/validation/json-value.js";

/** How people write schemas; every other keyword comes after these, by code unit, and definitions come last. */
const order = [
  "$ref",
  "title",
  "description",
  "markdownDescription",
  "deprecated",
  "type",
  "const",
  "enum",
  "default",
  "examples",
  "format",
  "pattern",
  "required",
  "properties",
  "patternProperties",
  "additionalProperties",
  "unevaluatedProperties",
  "items",
];

const ranks: ReadonlyMap<string, number> = new Map(order.map((keyword, rank) => [keyword, rank]));

const rankOf = (keyword: string): number =>
  keyword === "$defs" ? order.length + 1 : (ranks.get(keyword) ?? order.length);

/** Orders the keywords of a schema, so that the order in which they were written does not matter. */
export function compareKeywords(a: string, b: string): number {
  return rankOf(a) - rankOf(b) || byCodeUnit(a, b);
}

/** A copy of plain data with the keys of every map in order. */
export function sortedValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedValue);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort(byCodeUnit)
      .map((key) => [key, sortedValue(value[key])]),
  );
}
