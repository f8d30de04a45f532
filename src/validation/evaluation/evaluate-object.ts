import type { JsonSchemaObject } from "../../contract/json-schema.js";
import type { DocumentPath } from "../../source/json-pointer.js";
import type { Evaluate, Failure } from "../failure.js";
import { isObject } from "../json-value.js";
import { isSchema } from "../schema-keywords.js";
import { matchesPattern } from "./evaluate-scalar.js";

/** Evaluates the keywords about an object; adds the fields that they speak of to `fields`. */
export function evaluateObject(
  schema: JsonSchemaObject,
  value: { readonly [key: string]: unknown },
  path: DocumentPath,
  evaluate: Evaluate,
  fields: Set<string>,
): Failure[] {
  return [
    ...requiredFailures(schema, value, path),
    ...sizeFailures(schema, value, path),
    ...fieldFailures(schema, value, path, evaluate, fields),
    ...nameFailures(schema, value, path, evaluate),
  ];
}

/** A field that is set to `undefined`, as TypeScript configs may do, is absent. */
export function isPresent(value: { readonly [key: string]: unknown }, field: string): boolean {
  return Object.hasOwn(value, field) && value[field] !== undefined;
}

function requiredFailures(
  schema: JsonSchemaObject,
  value: { readonly [key: string]: unknown },
  path: DocumentPath,
): Failure[] {
  const failures: Failure[] = [];
  if (Array.isArray(schema.required)) {
    for (const field of schema.required) {
      if (!isPresent(value, field)) failures.push({ path, keyword: "required", schema, value, field });
    }
  }
  if (isObject(schema.dependentRequired)) {
    for (const [trigger, required] of Object.entries(schema.dependentRequired)) {
      if (!isPresent(value, trigger) || !Array.isArray(required)) continue;
      for (const field of required as string[]) {
        if (isPresent(value, field)) continue;
        failures.push({ path, keyword: "dependentRequired", schema, value, field, trigger });
      }
    }
  }
  return failures;
}

function sizeFailures(
  schema: JsonSchemaObject,
  value: { readonly [key: string]: unknown },
  path: DocumentPath,
): Failure[] {
  const { minProperties, maxProperties } = schema;
  if (minProperties === undefined && maxProperties === undefined) return [];
  const size = Object.keys(value).length;
  const failures: Failure[] = [];
  if (typeof minProperties === "number" && size < minProperties) {
    failures.push({ path, keyword: "minProperties", schema, value });
  }
  if (typeof maxProperties === "number" && size > maxProperties) {
    failures.push({ path, keyword: "maxProperties", schema, value });
  }
  return failures;
}

function fieldFailures(
  schema: JsonSchemaObject,
  value: { readonly [key: string]: unknown },
  path: DocumentPath,
  evaluate: Evaluate,
  fields: Set<string>,
): Failure[] {
  const { properties, patternProperties, additionalProperties } = schema;
  const patterns = Object.entries(patternProperties ?? {});
  if (properties === undefined && patterns.length === 0 && additionalProperties === undefined) return [];
  const failures: Failure[] = [];
  for (const [field, item] of Object.entries(value)) {
    const place = [...path, field];
    const own = properties !== undefined && Object.hasOwn(properties, field) ? properties[field] : undefined;
    const matching = patterns.filter(([pattern]) => matchesPattern(pattern, field));
    if (own !== undefined || matching.length > 0) {
      fields.add(field);
      if (item === undefined) continue;
      if (own !== undefined) failures.push(...evaluate(own, item, place).failures);
      for (const [, subschema] of matching) failures.push(...evaluate(subschema, item, place).failures);
    } else if (additionalProperties === false) {
      failures.push({ path, keyword: "additionalProperties", schema, value, field });
    } else if (additionalProperties !== undefined) {
      fields.add(field);
      if (item !== undefined) failures.push(...evaluate(additionalProperties, item, place).failures);
    }
  }
  return failures;
}

function nameFailures(
  schema: JsonSchemaObject,
  value: { readonly [key: string]: unknown },
  path: DocumentPath,
  evaluate: Evaluate,
): Failure[] {
  if (!isSchema(schema.propertyNames)) return [];
  const failures: Failure[] = [];
  for (const field of Object.keys(value)) {
    const { failures: reasons } = evaluate(schema.propertyNames, field, path);
    if (reasons.length > 0) {
      failures.push({ path, keyword: "propertyNames", schema, value, field, branches: [reasons] });
    }
  }
  return failures;
}

/** Evaluates `unevaluatedProperties`, which goes by what everything else has said about the object. */
export function evaluateRemainingFields(
  schema: JsonSchemaObject,
  value: { readonly [key: string]: unknown },
  path: DocumentPath,
  evaluate: Evaluate,
  fields: Set<string>,
): Failure[] {
  const rest = schema.unevaluatedProperties;
  if (rest === undefined) return [];
  const failures: Failure[] = [];
  for (const [field, item] of Object.entries(value)) {
    if (fields.has(field)) continue;
    if (rest === false) failures.push({ path, keyword: "unevaluatedProperties", schema, value, field });
    else if (item !== undefined) failures.push(...evaluate(rest, item, [...path, field]).failures);
    fields.add(field);
  }
  return failures;
}
