import type { JsonSchema, JsonSchemaObject } from "../contract/json-schema.js";
import { isObject, setOwn } from "./json-value.js";

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
  for (const keyword of Object.keys(schema)) {
    const value = schema[keyword];
    if (single.has(keyword)) {
      if (isSchema(value)) visit(value, keyword, undefined);
    } else if (maps.has(keyword)) {
      if (!isObject(value)) continue;
      for (const name of Object.keys(value)) {
        const item = value[name];
        if (isSchema(item)) visit(item, keyword, name);
      }
    } else if (lists.has(keyword) && Array.isArray(value)) {
      for (const [index, item] of value.entries()) if (isSchema(item)) visit(item, keyword, index);
    }
  }
}

type Replace = (subschema: JsonSchema, keyword: string, key: string | number | undefined) => JsonSchema;

/** A copy of a schema with every direct subschema replaced; the order of the keys stays. */
export function mapSubschemas(schema: JsonSchemaObject, replace: Replace): JsonSchemaObject {
  const copy: JsonSchemaObject = {};
  for (const keyword of Object.keys(schema)) {
    setOwn(copy, keyword, replaceBelow(keyword, schema[keyword], replace));
  }
  return copy;
}

function replaceBelow(keyword: string, value: unknown, replace: Replace): unknown {
  if (single.has(keyword)) return isSchema(value) ? replace(value, keyword, undefined) : value;
  if (maps.has(keyword)) {
    if (!isObject(value)) return value;
    const copy = {};
    for (const name of Object.keys(value)) {
      const item = value[name];
      setOwn(copy, name, isSchema(item) ? replace(item, keyword, name) : item);
    }
    return copy;
  }
  if (!lists.has(keyword) || !Array.isArray(value)) return value;
  return value.map((item, index) => (isSchema(item) ? replace(item, keyword, index) : item));
}
