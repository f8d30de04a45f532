import type { JsonSchema, JsonSchemaObject } from "../../../src/contract/json-schema.js";
import { equalJson } from "../../../src/validation/json-value.js";
import { forEachSubschema, isSchemaObject, mapSubschemas } from "../../../src/validation/schema-keywords.js";
import { referenceOf } from "../../../src/validation/schema-reference.js";

/** Takes something away from one schema (its subschemas are not to be looked at), so that it accepts more; or nothing. */
export type Weakening = (schema: JsonSchemaObject) => JsonSchemaObject;

/**
 * Weakens a schema at every depth, so that the whole accepts more and nothing less. Where a weaker part would make the
 * whole stricter (`not`, `if`, the other branches of a `oneOf`), the keyword around it goes.
 */
export function weakenSchema(root: JsonSchema, weakening: Weakening): JsonSchema {
  const isAffected = (part: unknown): boolean => affects(root, part as JsonSchema, weakening, new Set());
  const weaken = (schema: JsonSchema): JsonSchema => {
    if (!isSchemaObject(schema)) return schema;
    return mapSubschemas(weakening(withoutQuestions(schema, isAffected)), (part, keyword) =>
      keyword === "not" || keyword === "if" ? part : weaken(part),
    );
  };
  return weaken(root);
}

function withoutQuestions(
  schema: JsonSchemaObject,
  isAffected: (part: unknown) => boolean,
): JsonSchemaObject {
  const { not, if: condition, oneOf, maxContains, ...rest } = schema;
  const parts: JsonSchema[] = [...(rest.allOf ?? [])];
  const kept: { [keyword: string]: unknown } = { ...rest };
  if (not !== undefined && !isAffected(not)) kept.not = not;
  if (condition !== undefined) {
    if (isAffected(condition)) parts.push({ anyOf: [schema.then ?? true, schema.else ?? true] });
    // Without an `if`, what follows from it says nothing.
    else kept.if = condition;
  }
  if (oneOf !== undefined) {
    if (oneOf.some(isAffected)) parts.push({ anyOf: oneOf });
    else kept.oneOf = oneOf;
  }
  if (maxContains !== undefined && !isAffected(rest.contains ?? true)) kept.maxContains = maxContains;
  if (parts.length > 0) kept.allOf = parts;
  return kept;
}

/** Whether a part, or what it refers to, is changed at any depth. */
function affects(root: JsonSchema, part: JsonSchema, weakening: Weakening, seen: Set<JsonSchema>): boolean {
  if (!isSchemaObject(part) || seen.has(part)) return false;
  seen.add(part);
  if (!equalJson(weakening(part), part)) return true;
  const target = referenceOf(root, part);
  if (target !== undefined && affects(root, target, weakening, seen)) return true;
  let found = false;
  forEachSubschema(part, (below) => {
    found ||= affects(root, below, weakening, seen);
  });
  return found;
}
