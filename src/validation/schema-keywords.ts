import type { JsonSchema, JsonSchemaObject } from "../contract/json-schema.js";
import { isObject } from "./json-value.js";

/** Keywords whose value is a schema. */
const single: ReadonlySet<string> = new Set([
  "additionalProperties",
  "unevaluatedProperties",
  "propertyNames",
  "items",
  "unevaluatedItems",
  "contains",
  "contentSchema",
  "not",
  "if",
  "then",
  "else",
]);
/** Keywords whose value is a list of schemas. */
const lists: ReadonlySet<string> = new Set(["allOf", "anyOf", "oneOf", "prefixItems"]);
/** Keywords whose value maps names to schemas. */
const maps: ReadonlySet<string> = new Set([
  "properties",
  "patternProperties",
  "dependentSchemas",
  "$defs",
  "definitions",
]);

/** Whether a value can be read as a schema at all. */
export function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "boolean" || isObject(value);
}

/** Whether a schema is in object form, and so has keywords to look at. */
export function isSchemaObject(value: unknown): value is JsonSchemaObject {
  return isObject(value);
}

/** Calls `visit` for every direct subschema; `key` is its name or index under the keyword, if there are several. */
export function forEachSubschema(
  schema: JsonSchemaObject,
  visit: (subschema: JsonSchema, keyword: string, key: string | number | undefined) => void,
): void {
  for (const [keyword, value] of Object.entries(schema)) {
    if (single.has(keyword)) {
      if (isSchema(value)) visit(value, keyword, undefined);
    } else if (lists.has(keyword) && Array.isArray(value)) {
      for (const [index, item] of value.entries()) if (isSchema(item)) visit(item, keyword, index);
    } else if (maps.has(keyword) && isObject(value)) {
      for (const [name, item] of Object.entries(value)) if (isSchema(item)) visit(item, keyword, name);
    }
  }
}

/** A copy of a schema with every direct subschema replaced; the order of the keys stays. */
export function mapSubschemas(
  schema: JsonSchemaObject,
  replace: (subschema: JsonSchema, keyword: string, key: string | number | undefined) => JsonSchema,
): JsonSchemaObject {
  const entries = Object.entries(schema).map(([keyword, value]): [string, unknown] => {
    if (single.has(keyword) && isSchema(value)) return [keyword, replace(value, keyword, undefined)];
    if (lists.has(keyword) && Array.isArray(value)) {
      return [keyword, value.map((item, index) => (isSchema(item) ? replace(item, keyword, index) : item))];
    }
    if (maps.has(keyword) && isObject(value)) {
      const items = Object.entries(value).map(([name, item]): [string, unknown] => [
        name,
        isSchema(item) ? replace(item, keyword, name) : item,
      ]);
      return [keyword, Object.fromEntries(items)];
    }
    return [keyword, value];
  });
  return Object.fromEntries(entries);
}
