import type { JsonSchema, JsonSchemaObject } from "../../../src/contract/json-schema.js";
import { isSchemaObject } from "../../../src/validation/schema-keywords.js";

/** Makes a value for the schema of an item, if it can. */
type ItemMaker = (schema: JsonSchema) => { readonly value: unknown } | undefined;

/** A list that has to be longer than this is no example. */
const mostItems = 100;

/** A list of at least `wanted` items, and as many as its schema asks for; undefined when an item that it needs is missing. */
export function sampleArray(
  schema: JsonSchemaObject,
  wanted: number,
  make: ItemMaker,
): { value: unknown[] } | undefined {
  const fewest = typeof schema.minItems === "number" ? schema.minItems : 0;
  if (fewest > mostItems) return undefined;
  const most = typeof schema.maxItems === "number" ? schema.maxItems : Number.POSITIVE_INFINITY;
  const prefix = schema.prefixItems ?? [];
  const rest = schema.items ?? true;
  const items: unknown[] = [];
  const length = Math.min(most, Math.max(fewest, wanted, prefix.length));
  while (items.length < length) {
    const itemSchema =
      prefix[items.length] ?? (isSchemaObject(schema.contains) && rest === true ? schema.contains : rest);
    const item = itemSchema === true && items.length >= fewest ? undefined : make(itemSchema);
    if (item === undefined) break;
    items.push(schema.uniqueItems === true ? distinct(item.value, items) : item.value);
  }
  return items.length >= fewest ? { value: items } : undefined;
}

/** The value, changed a little if the list already holds it. */
function distinct(value: unknown, items: readonly unknown[]): unknown {
  let candidate = value;
  for (let count = items.length + 1; items.includes(candidate); count++) {
    if (typeof value === "number") candidate = value + count;
    else if (typeof value === "string") candidate = `${value}${count}`;
    else return value;
  }
  return candidate;
}
