import type { JsonSchema, JsonSchemaObject } from "../contract/json-schema.js";
import { forEachSubschema, isSchemaObject, mapSubschemas } from "./schema-keywords.js";

/**
 * Rewrites a schema where ajv would get it wrong, without changing what it means:
 *
 * - ajv leaves a field named `__proto__` out of `properties`; as a pattern it is checked like any other.
 * - For `unevaluatedProperties` ajv notes which fields have been described. Where the first to note any is a branch or a
 *   condition, its notes count whether it holds or not, what others have noted is lost, or the code throws. A reference
 *   comes before all of them: one to a definition that describes nothing gives every such schema notes of its own.
 *
 * A schema without either is returned as it is.
 */
export function prepareSchema(schema: JsonSchema): JsonSchema {
  if (!isSchemaObject(schema)) return schema;
  const plain = rewrite(schema, prototypeFieldAsPattern);
  if (!usesUnevaluated(plain)) return plain;
  const name = freeName(plain);
  const noted = rewrite(plain, (part) => withOwnNotes(part, name));
  return noted === plain ? plain : { ...noted, $defs: { ...noted.$defs, [name]: describesNothing } };
}

/** Whether a validator has to note which fields and items have been described. */
export function usesUnevaluated(schema: JsonSchema): boolean {
  if (!isSchemaObject(schema)) return false;
  let found = schema.unevaluatedProperties !== undefined || schema.unevaluatedItems !== undefined;
  forEachSubschema(schema, (part) => {
    found ||= usesUnevaluated(part);
  });
  return found;
}

/** A copy with every object schema replaced, innermost first; the schema itself where nothing changes. */
function rewrite(schema: JsonSchemaObject, replace: (part: JsonSchemaObject) => JsonSchemaObject): JsonSchemaObject {
  let isChanged = false;
  const mapped = mapSubschemas(schema, (part) => {
    if (!isSchemaObject(part)) return part;
    const replaced = rewrite(part, replace);
    isChanged ||= replaced !== part;
    return replaced;
  });
  return replace(isChanged ? mapped : schema);
}

function prototypeFieldAsPattern(schema: JsonSchemaObject): JsonSchemaObject {
  const { properties: fields, patternProperties } = schema;
  if (fields === undefined || !Object.hasOwn(fields, "__proto__")) return schema;
  const { ["__proto__"]: field = true, ...properties } = fields;
  return { ...schema, properties, patternProperties: { ...patternProperties, "^__proto__$": field } };
}

const describesNothing: JsonSchemaObject = { patternProperties: { "(?!)": true } };
const conditional = ["anyOf", "oneOf", "if", "dependentSchemas"] as const;

function withOwnNotes(schema: JsonSchemaObject, definition: string): JsonSchemaObject {
  if (conditional.every((keyword) => schema[keyword] === undefined)) return schema;
  const { $ref, allOf = [], ...rest } = schema;
  const parts = $ref === undefined ? allOf : [{ $ref }, ...allOf];
  return { ...rest, $ref: `#/$defs/${definition}`, ...(parts.length > 0 ? { allOf: parts } : {}) };
}

function freeName({ $defs = {} }: JsonSchemaObject): string {
  let name = "noted";
  while (Object.hasOwn($defs, name)) name += "_";
  return name;
}
