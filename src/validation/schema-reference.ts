import type { JsonSchema, JsonSchemaObject } from "../contract/json-schema.js";
import { fromPointer } from "../source/json-pointer.js";
import { isObject } from "./json-value.js";
import { forEachSubschema, isSchema, isSchemaObject } from "./schema-keywords.js";

/** Follows a `$ref` inside one document (`#`, `#/$defs/x`, `#anchor`); undefined when it leads nowhere or elsewhere. */
export function resolveReference(root: JsonSchema, reference: string): JsonSchema | undefined {
  if (!reference.startsWith("#")) return undefined;
  const fragment = decodeFragment(reference.slice(1));
  if (fragment === "") return root;
  if (!fragment.startsWith("/")) return findAnchor(root, fragment);
  let place: unknown = root;
  for (const key of fromPointer(fragment)) {
    if (Array.isArray(place)) place = /^\d+$/.test(key) ? place[Number(key)] : undefined;
    else place = isObject(place) && Object.hasOwn(place, key) ? place[key] : undefined;
  }
  return isSchema(place) ? place : undefined;
}

/** The schema that a `$ref` of this schema leads to; chains are followed one step only. */
export function referenceOf(root: JsonSchema, schema: JsonSchemaObject): JsonSchema | undefined {
  return typeof schema.$ref === "string" ? resolveReference(root, schema.$ref) : undefined;
}

function decodeFragment(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function findAnchor(schema: JsonSchema, name: string): JsonSchema | undefined {
  if (!isSchemaObject(schema)) return undefined;
  if (schema.$anchor === name || schema.$dynamicAnchor === name) return schema;
  let found: JsonSchema | undefined;
  forEachSubschema(schema, (subschema) => {
    found ??= findAnchor(subschema, name);
  });
  return found;
}
