import type { JsonSchemaObject } from "../../src/contract/json-schema.js";
import { hasKeyword } from "../../src/validation/schema-keywords.js";

/** Keywords about texts. */
export const textKeywords: ReadonlySet<string> = new Set("minLength maxLength pattern format".split(" "));

/** Keywords about numbers. */
export const numberKeywords: ReadonlySet<string> = new Set(
  "minimum maximum exclusiveMinimum exclusiveMaximum multipleOf".split(" "),
);

/** Keywords about the value itself, besides `type`. */
const scalarKeywords: ReadonlySet<string> = new Set(["enum", "const", ...textKeywords, ...numberKeywords]);

/** Keywords that apply further schemas to the same value. */
export const inPlaceKeywords: ReadonlySet<string> = new Set(
  "$ref allOf anyOf oneOf not if then else dependentSchemas".split(" "),
);

/** Keywords about lists. */
export const listKeywords: ReadonlySet<string> = new Set(
  "items prefixItems minItems maxItems uniqueItems contains minContains maxContains".split(" "),
);

/** Keywords about objects. */
export const objectKeywords: ReadonlySet<string> = new Set(
  (
    "properties patternProperties additionalProperties propertyNames required dependentRequired minProperties " +
    "maxProperties"
  ).split(" "),
);

const beyondScalar: ReadonlySet<string> = new Set([
  ...inPlaceKeywords,
  ...listKeywords,
  ...objectKeywords,
  "unevaluatedProperties",
  "unevaluatedItems",
]);
const checking: ReadonlySet<string> = new Set(["type", ...scalarKeywords, ...beyondScalar]);

/** Whether a schema says nothing of what is inside a value, and refers to no other. */
export function isScalarOnly(schema: JsonSchemaObject): boolean {
  return !hasKeyword(schema, beyondScalar);
}

/** Whether a schema has a keyword about the value itself, besides `type`. */
export function hasScalarKeyword(schema: JsonSchemaObject): boolean {
  return hasKeyword(schema, scalarKeywords);
}

/** Whether a schema is a `$ref` and checks nothing else. */
export function isReferenceOnly(schema: JsonSchemaObject): boolean {
  if (schema.$ref === undefined) return false;
  return !Object.keys(schema).some((keyword) => keyword !== "$ref" && checking.has(keyword));
}
