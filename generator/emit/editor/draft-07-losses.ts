import type { JsonSchema, JsonSchemaObject } from "../../../src/contract/json-schema.js";
import { forEachSubschema, isSchemaObject } from "../../../src/validation/schema-keywords.js";
import { referenceOf } from "../../../src/validation/schema-reference.js";
import { forEachInPlace } from "../traversal/schema-map.js";

/**
 * A schema for editors may accept too much, but must not refuse what is valid. Where a part that loses something in
 * draft-07 is negated (`not`, `if`, the other branches of a `oneOf`), the whole would refuse more than it should:
 * there the question is not asked.
 */
export function withoutLostQuestions(
  schema: JsonSchemaObject,
  origin: { readonly root: JsonSchema; readonly schema: JsonSchemaObject },
): JsonSchemaObject {
  const { not, if: condition, oneOf } = origin.schema;
  const isLost = (part: JsonSchema | undefined): boolean =>
    part !== undefined && losesMeaning(origin.root, part, new Set());
  const result: { [keyword: string]: unknown } = { ...schema };
  const parts: JsonSchema[] = [...(schema.allOf ?? [])];
  if (isLost(not)) delete result.not;
  if (isLost(condition)) {
    for (const keyword of ["if", "then", "else"]) delete result[keyword];
    parts.push({ anyOf: [schema.then ?? true, schema.else ?? true] });
  }
  if (oneOf?.some(isLost)) {
    delete result.oneOf;
    parts.push({ anyOf: schema.oneOf ?? [] });
  }
  return parts.length === (schema.allOf?.length ?? 0)
    ? (result as JsonSchemaObject)
    : { ...result, allOf: parts };
}

/** Only "at least one", "none" and "any number" can be said. */
function losesCounts({ contains, minContains = 1, maxContains }: JsonSchemaObject): boolean {
  if (contains === undefined || (minContains === 0 && (maxContains === undefined || maxContains === 0)))
    return false;
  return minContains !== 1 || maxContains !== undefined;
}

/** What is left over is known if the same parts apply to every value. */
function losesOthers(root: JsonSchema, schema: JsonSchemaObject): boolean {
  if (schema.unevaluatedProperties === undefined && schema.unevaluatedItems === undefined) return false;
  let depends = false;
  forEachInPlace(root, schema, (part) => {
    depends ||= CONDITIONAL.some((keyword) => part[keyword] !== undefined);
  });
  return depends;
}

const CONDITIONAL = ["anyOf", "oneOf", "if", "dependentSchemas", "contains"];

/** Whether a schema, or one that it refers to, has a keyword that draft-07 has no exact words for. */
function losesMeaning(root: JsonSchema, schema: JsonSchema, seen: Set<JsonSchema>): boolean {
  if (!isSchemaObject(schema) || seen.has(schema)) return false;
  seen.add(schema);
  if (losesCounts(schema) || losesOthers(root, schema)) return true;
  const target = referenceOf(root, schema);
  if (target !== undefined && losesMeaning(root, target, seen)) return true;
  let found = false;
  forEachSubschema(schema, (part, keyword) => {
    if (keyword !== "$defs") found ||= losesMeaning(root, part, seen);
  });
  return found;
}
