import type { JsonSchema, JsonSchemaObject } from "../../contract/json-schema.js";
import { matchesPattern } from "../evaluation/evaluate-scalar.js";
import { forEachSubschema, isSchemaObject, mapSubschemas } from "../schema-keywords.js";
import { declaredFields } from "./declared-fields.js";

/**
 * Rewrites a schema where ajv would get it wrong, without changing what it means:
 *
 * - ajv leaves a field named `__proto__` out of `properties`; as a pattern it is checked like any other.
 * - For `unevaluatedProperties` ajv notes which fields have been described, by patterns even where it is not there. Where
 *   the first to note any is a branch or a
 *   condition, its notes count whether it holds or not, what others have noted is lost, or the code throws. A reference
 *   comes before all of them: one to a definition that describes nothing gives every such schema notes of its own.
 *   What an `if` notes counts even if it does not hold, so it is put as a choice between two branches.
 *
 * - For `unevaluatedProperties: false` it looks a field up among those that have been described, and finds `__proto__` and
 *   whatever else objects inherit. Where no part describes such a field, it is refused by its name.
 *
 * A schema without any of these is returned as it is.
 */
export function prepareSchema(schema: JsonSchema): JsonSchema {
  if (!isSchemaObject(schema)) return schema;
  const closed = rewrite(schema, (part) => withoutInheritedFields(schema, part));
  const plain = rewrite(closed, prototypeFieldAsPattern);
  if (!usesUnevaluated(plain) && !uses(plain, "patternProperties")) return plain;
  const name = freeName(plain);
  const noted = rewrite(plain, (part) => withOwnNotes(conditionAsChoice(part, name), name));
  return noted === plain ? plain : { ...noted, $defs: { ...noted.$defs, [name]: describesNothing } };
}

/** Whether a validator has to note which fields and items have been described. */
export function usesUnevaluated(schema: JsonSchema): boolean {
  return uses(schema, "unevaluatedProperties") || uses(schema, "unevaluatedItems");
}

function uses(schema: JsonSchema, keyword: string): boolean {
  if (!isSchemaObject(schema)) return false;
  let found = schema[keyword] !== undefined;
  forEachSubschema(schema, (part) => {
    found ||= uses(part, keyword);
  });
  return found;
}

/** A copy with every object schema replaced, innermost first; the schema itself where nothing changes. */
function rewrite(
  schema: JsonSchemaObject,
  replace: (part: JsonSchemaObject) => JsonSchemaObject,
): JsonSchemaObject {
  return replace(mapSubschemas(schema, (part) => (isSchemaObject(part) ? rewrite(part, replace) : part)));
}

/** The first of these changes alone. */
export function prototypeFieldsAsPatterns(schema: JsonSchema): JsonSchema {
  return isSchemaObject(schema) ? rewrite(schema, prototypeFieldAsPattern) : schema;
}

function prototypeFieldAsPattern(schema: JsonSchemaObject): JsonSchemaObject {
  const { properties: fields, patternProperties } = schema;
  if (fields === undefined || !Object.hasOwn(fields, "__proto__")) return schema;
  const { ["__proto__"]: field = true, ...properties } = fields;
  return { ...schema, properties, patternProperties: { ...patternProperties, "^__proto__$": field } };
}

const inheritedNames = Object.getOwnPropertyNames(Object.prototype);

function withoutInheritedFields(root: JsonSchema, schema: JsonSchemaObject): JsonSchemaObject {
  const { unevaluatedProperties, ...rest } = schema;
  if (unevaluatedProperties !== false) return schema;
  const { names, patterns, open } = declaredFields(root, rest);
  const isDescribed = (name: string): boolean =>
    open || names.has(name) || patterns.some((pattern) => matchesPattern(pattern, name));
  const refused = inheritedNames.filter((name) => !isDescribed(name));
  if (refused.length === 0) return schema;
  return { ...schema, allOf: [...(schema.allOf ?? []), { propertyNames: { not: { enum: refused } } }] };
}

const describesNothing: JsonSchemaObject = { patternProperties: { "(?!)": true } };
const conditional = ["anyOf", "oneOf", "dependentSchemas"] as const;

function conditionAsChoice(schema: JsonSchemaObject, definition: string): JsonSchemaObject {
  const { if: condition, then: consequence = true, else: alternative = true, allOf = [], ...rest } = schema;
  if (condition === undefined) return schema;
  const branches = [{ allOf: [condition, consequence] }, { allOf: [{ not: condition }, alternative] }];
  return { ...rest, allOf: [...allOf, withOwnNotes({ anyOf: branches }, definition)] };
}

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
