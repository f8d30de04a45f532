import type { JsonSchemaObject } from "../../src/contract/json-schema.js";
import { hasKeyword } from "../../src/validation/schema-keywords.js";

const objectKeywords: ReadonlySet<string> = new Set(
  "properties patternProperties required additionalProperties dependentSchemas".split(" "),
);
const arrayKeywords: ReadonlySet<string> = new Set(["items", "prefixItems"]);
const composition: ReadonlySet<string> = new Set(["$ref", "allOf", "anyOf", "oneOf"]);
const structure: ReadonlySet<string> = new Set([...objectKeywords, ...arrayKeywords, ...composition, "if"]);

/** Whether other schemas describe the same value. */
export function isComposed(schema: JsonSchemaObject): boolean {
  return hasKeyword(schema, composition);
}

/** Whether a schema says more of a value than its type and what is true of scalars. */
export function hasStructure(schema: JsonSchemaObject): boolean {
  return hasKeyword(schema, structure);
}

/** The JSON types that the schema speaks of; a schema without `type` is taken at its keywords. */
export function typesOf(schema: JsonSchemaObject): readonly string[] | undefined {
  if (schema.type !== undefined) return typeof schema.type === "string" ? [schema.type] : schema.type;
  const types: string[] = [];
  const isCondition = schema.if !== undefined && !isComposed(schema);
  if (isCondition || hasKeyword(schema, objectKeywords)) types.push("object");
  if (hasKeyword(schema, arrayKeywords)) types.push("array");
  return types.length > 0 ? types : undefined;
}
