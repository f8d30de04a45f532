import type { JsonSchemaObject } from "../../contract/json-schema.js";
import type { DocumentPath } from "../../source/json-pointer.js";
import type { Evaluate, Failure } from "../failure.js";
import { equalJson } from "../json-value.js";
import { isSchema } from "../schema-keywords.js";

/** Evaluates the keywords about a list; adds the indices that they speak of to `items`. */
export function evaluateList(
  schema: JsonSchemaObject,
  value: readonly unknown[],
  path: DocumentPath,
  evaluate: Evaluate,
  items: Set<number>,
): Failure[] {
  const failures: Failure[] = [];
  const { minItems, maxItems, prefixItems = [], items: rest } = schema;
  if (typeof minItems === "number" && value.length < minItems) {
    failures.push({ path, keyword: "minItems", schema, value });
  }
  if (typeof maxItems === "number" && value.length > maxItems) {
    failures.push({ path, keyword: "maxItems", schema, value });
  }
  for (const [index, item] of value.entries()) {
    const subschema = prefixItems[index] ?? rest;
    if (!isSchema(subschema)) continue;
    if (subschema === false && index >= prefixItems.length) {
      failures.push({ path, keyword: "items", schema, value });
      break;
    }
    items.add(index);
    failures.push(...evaluate(subschema, item, [...path, index]).failures);
  }
  if (schema.uniqueItems === true) failures.push(...twinFailures(schema, value, path));
  if (isSchema(schema.contains)) {
    const found = value.flatMap((item, index) =>
      evaluate(schema.contains as boolean, item, [...path, index]).failures.length === 0 ? [index] : [],
    );
    for (const index of found) items.add(index);
    const least = typeof schema.minContains === "number" ? schema.minContains : 1;
    if (found.length < least) failures.push({ path, keyword: "contains", schema, value });
    else if (typeof schema.maxContains === "number" && found.length > schema.maxContains) {
      failures.push({ path, keyword: "maxContains", schema, value });
    }
  }
  return failures;
}

function twinFailures(schema: JsonSchemaObject, value: readonly unknown[], path: DocumentPath): Failure[] {
  for (let later = 1; later < value.length; later++) {
    const earlier = value.findIndex((item, index) => index < later && equalJson(item, value[later]));
    if (earlier >= 0) return [{ path, keyword: "uniqueItems", schema, value, indices: [earlier, later] }];
  }
  return [];
}

/** Evaluates `unevaluatedItems`, which goes by what everything else has said about the list. */
export function evaluateRemainingItems(
  schema: JsonSchemaObject,
  value: readonly unknown[],
  path: DocumentPath,
  evaluate: Evaluate,
  items: Set<number>,
): Failure[] {
  const rest = schema.unevaluatedItems;
  if (!isSchema(rest)) return [];
  const remaining = [...value.entries()].filter(([index]) => !items.has(index));
  for (const [index] of remaining) items.add(index);
  if (rest === false) {
    return remaining.length === 0 ? [] : [{ path, keyword: "unevaluatedItems", schema, value }];
  }
  return remaining.flatMap(([index, item]) => evaluate(rest, item, [...path, index]).failures);
}
