import type { JsonSchemaObject } from "../../src/contract/json-schema.js";

/** Keywords about the value itself, besides `type`. */
const scalarKeywords =
  "enum const minLength maxLength pattern format minimum maximum exclusiveMinimum exclusiveMaximum multipleOf".split(
    " ",
  );

/** Keywords that apply further schemas to the same value. */
const inPlaceKeywords = "$ref allOf anyOf oneOf not if then else dependentSchemas".split(" ");

/** Keywords about what is inside a value. */
const structuralKeywords = (
  "properties patternProperties additionalProperties propertyNames required dependentRequired minProperties " +
  "maxProperties items prefixItems minItems maxItems uniqueItems contains minContains maxContains " +
  "unevaluatedProperties unevaluatedItems"
).split(" ");

const beyondScalar: ReadonlySet<string> = new Set([...inPlaceKeywords, ...structuralKeywords]);
const checking: ReadonlySet<string> = new Set(["type", ...scalarKeywords, ...beyondScalar]);

/** Whether a schema says nothing of what is inside a value, and refers to no other. */
export function isScalarOnly(schema: JsonSchemaObject): boolean {
  return !Object.keys(schema).some((keyword) => beyondScalar.has(keyword));
}

/** Whether a schema has a keyword about the value itself, besides `type`. */
export function hasScalarKeyword(schema: JsonSchemaObject): boolean {
  return scalarKeywords.some((keyword) => Object.hasOwn(schema, keyword));
}

/** Whether a schema is a `$ref` and checks nothing else. */
export function isReferenceOnly({ $ref, ...rest }: JsonSchemaObject): boolean {
  return $ref !== undefined && !Object.keys(rest).some((keyword) => checking.has(keyword));
}
