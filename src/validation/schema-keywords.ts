import type { JsonSchema, JsonSchemaObject } from "../contract/json-schema.js";
import { isObject } from "./json-value.js";

/** How a keyword's value holds schemas: it is one, a list of them, or maps names to them. */
type Holding = "one" | "list" | "map";

const keywords: readonly (readonly [Holding, string])[] = [
  [
    "one",
    "additionalProperties unevaluatedProperties propertyNames items unevaluatedItems contains contentSchema not if then else",
  ],
  ["list", "allOf anyOf oneOf prefixItems"],
  ["map", "properties patternProperties dependentSchemas $defs definitions"],
];
const holdings: ReadonlyMap<string, Holding> = new Map(
  keywords.flatMap(([holding, names]) => names.split(" ").map((name) => [name, holding] as const)),
);

/** Whether a value can be read as a schema at all. */
export function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "boolean" || isObject(value);
}

/** Whether a schema is in object form, and so has keywords to look at. */
export function isSchemaObject(value: unknown): value is JsonSchemaObject {
  return isObject(value);
}

/**
 * Whether a schema has any of these keywords. It goes through those that the schema has: to ask for each that it might
 * have takes many times as long, because V8 finds out slowly that a property is absent where objects come in hundreds of
 * shapes.
 */
export function hasKeyword(schema: JsonSchemaObject, wanted: ReadonlySet<string>): boolean {
  for (const keyword of Object.keys(schema)) if (wanted.has(keyword)) return true;
  return false;
}

/** Whether a schema holds no other and refers to none. */
export function standsAlone(schema: JsonSchemaObject): boolean {
  for (const keyword of Object.keys(schema)) {
    if (holdings.has(keyword) || keyword === "$ref" || keyword === "$dynamicRef") return false;
  }
  return true;
}

/** Calls `visit` for every direct subschema; `key` is its name or index under the keyword, if there are several. */
export function forEachSubschema(
  schema: JsonSchemaObject,
  visit: (subschema: JsonSchema, keyword: string, key: string | number | undefined) => void,
): void {
  for (const keyword of Object.keys(schema)) {
    const holding = holdings.get(keyword);
    if (holding === undefined) continue;
    const value = schema[keyword];
    if (holding === "one") {
      if (isSchema(value)) visit(value, keyword, undefined);
    } else if (holding === "map") {
      if (!isObject(value)) continue;
      for (const name of Object.keys(value)) {
        const item = value[name];
        if (isSchema(item)) visit(item, keyword, name);
      }
    } else if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) if (isSchema(item)) visit(item, keyword, index);
    }
  }
}

type Replace = (subschema: JsonSchema, keyword: string, key: string | number | undefined) => JsonSchema;

/**
 * A schema with every direct subschema replaced; the order of the keys stays. Where nothing is replaced by anything else,
 * it is the schema itself, and no copy.
 */
export function mapSubschemas(schema: JsonSchemaObject, replace: Replace): JsonSchemaObject {
  return mapMembers(schema, (value, keyword) => {
    const holding = holdings.get(keyword);
    if (holding === undefined) return value;
    if (holding === "one") return isSchema(value) ? replace(value, keyword, undefined) : value;
    const replaceItem = (item: unknown, key: string | number): unknown =>
      isSchema(item) ? replace(item, keyword, key) : item;
    if (holding === "map") return isObject(value) ? mapMembers(value, replaceItem) : value;
    if (!Array.isArray(value)) return value;
    const items = value.map(replaceItem);
    return items.every((item, index) => item === value[index]) ? value : items;
  });
}

/** An object with every member replaced; the object itself where they stay the same. */
function mapMembers(
  members: { readonly [key: string]: unknown },
  replace: (value: unknown, key: string) => unknown,
): { readonly [key: string]: unknown } {
  let copy: { [key: string]: unknown } | undefined;
  for (const key of Object.keys(members)) {
    const value = members[key];
    const replaced = replace(value, key);
    if (replaced === value) continue;
    copy ??= { ...members };
    // It has the member already: not even `__proto__` is more than a name here.
    copy[key] = replaced;
  }
  return copy ?? members;
}
