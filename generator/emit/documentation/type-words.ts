import type { JsonSchema, JsonSchemaObject } from "../../../src/contract/json-schema.js";
import { isSchemaObject } from "../../../src/validation/schema-keywords.js";
import { flattenSchema } from "../traversal/flatten-schema.js";

const DEEPEST = 4;

/** What a field holds, in words: `string (uri)`, `list of string`, `"a" or "b"`, `integer (1 to 65535)`. */
export function describeType(root: JsonSchema, schema: JsonSchema, depth = 0): string {
  if (!isSchemaObject(schema)) return schema ? "any" : "nothing";
  const flat = flattenSchema(root, schema, { branch: 0, condition: "none" });
  if (Object.hasOwn(flat, "const")) return JSON.stringify(flat.const);
  if (flat.enum !== undefined) return flat.enum.map((value) => JSON.stringify(value)).join(" or ");
  const branches = schema.anyOf ?? schema.oneOf;
  if (branches !== undefined && schema.properties === undefined && depth < DEEPEST) {
    return distinct(branches.map((branch) => describeType(root, branch, depth + 1)));
  }
  const types = typeof flat.type === "string" ? [flat.type] : flat.type;
  if (types === undefined) return flat.properties ? "object" : "any";
  return distinct(types.map((type) => describeOne(root, flat, type, depth)));
}

const distinct = (words: readonly string[]): string => [...new Set(words)].join(" or ");

function describeOne(root: JsonSchema, flat: JsonSchemaObject, type: string, depth: number): string {
  if (type === "array") {
    if (depth >= DEEPEST || flat.items === undefined || flat.prefixItems) return "list";
    return `list of ${describeType(root, flat.items, depth + 1)}`;
  }
  if (type === "object") {
    const values = flat.additionalProperties;
    if (flat.properties || !isSchemaObject(values) || depth >= DEEPEST) return "object";
    return `map of ${describeType(root, values, depth + 1)}`;
  }
  if (type === "integer" || type === "number") return type + bounds(flat);
  if (type === "string" && typeof flat.format === "string") return `string (${flat.format})`;
  return type;
}

function bounds(flat: JsonSchemaObject): string {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = flat;
  const parts = [
    minimum !== undefined && maximum !== undefined ? `${minimum} to ${maximum}` : "",
    minimum !== undefined && maximum === undefined ? `${minimum} or more` : "",
    maximum !== undefined && minimum === undefined ? `${maximum} or less` : "",
    exclusiveMinimum === undefined ? "" : `more than ${exclusiveMinimum}`,
    exclusiveMaximum === undefined ? "" : `less than ${exclusiveMaximum}`,
  ].filter(Boolean);
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}
