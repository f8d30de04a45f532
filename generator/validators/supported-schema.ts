import type { JsonSchema, JsonSchemaObject } from "../../src/contract/json-schema.js";
import { isObject } from "../../src/validation/json-value.js";
import { forEachSubschema, isSchema, isSchemaObject } from "../../src/validation/schema-keywords.js";
import { resolveReference } from "../../src/validation/schema-reference.js";
import { isWritableFormat } from "./scalar-checks.js";
import type { SchemaPlaces } from "./schema-places.js";

/** Keywords whose meaning depends on more than the value and the schema at hand, and those of other dialects. */
const foreign: ReadonlySet<string> = new Set(
  (
    "$dynamicRef $dynamicAnchor $recursiveRef $recursiveAnchor $vocabulary additionalItems dependencies nullable " +
    "discriminator id"
  ).split(" "),
);
const types: ReadonlySet<unknown> = new Set("array boolean integer null number object string".split(" "));

/** Whether our own back end can write a validator for a schema. Keywords that nobody knows are annotations. */
export function isSupported(root: JsonSchema, parts: SchemaPlaces): boolean {
  if (!isSchemaObject(root)) return true;
  const sound = [...parts.keys()].every(
    (schema) =>
      (schema === root || schema.$id === undefined) &&
      Object.entries(schema).every(([keyword, value]) => isSoundKeyword(keyword, value)) &&
      (schema.$ref === undefined || leadsTo(parts, resolveReference(root, schema.$ref))),
  );
  return sound && !hasCircle(root, [...parts.keys()]);
}

/** A reference has to lead to a place where a schema stands; data that looks like one has not been looked at. */
function leadsTo(parts: SchemaPlaces, target: JsonSchema | undefined): boolean {
  return typeof target === "boolean" || (target !== undefined && parts.has(target));
}

function isSoundKeyword(keyword: string, value: unknown): boolean {
  if (value === undefined || foreign.has(keyword)) return false;
  switch (keyword) {
    case "$ref":
      return typeof value === "string" && /^#(?:\/|$)/.test(value);
    case "type":
      return Array.isArray(value)
        ? value.length > 0 && value.every((name) => types.has(name))
        : types.has(value);
    case "enum":
      return Array.isArray(value) && value.length > 0;
    case "minimum":
    case "maximum":
    case "exclusiveMinimum":
    case "exclusiveMaximum":
      return Number.isFinite(value);
    case "multipleOf":
      return Number.isFinite(value) && (value as number) > 0;
    case "minLength":
    case "maxLength":
    case "minItems":
    case "maxItems":
    case "minProperties":
    case "maxProperties":
    case "minContains":
    case "maxContains":
      return Number.isInteger(value) && (value as number) >= 0;
    case "pattern":
      return isPattern(value);
    case "format":
      return typeof value === "string" && isWritableFormat(value);
    case "required":
      return isNames(value);
    case "dependentRequired":
      return isObject(value) && Object.values(value).every(isNames);
    case "uniqueItems":
      return typeof value === "boolean";
    case "patternProperties":
      return isObject(value) && Object.keys(value).every(isPattern) && Object.values(value).every(isSchema);
    case "properties":
    case "dependentSchemas":
      return isObject(value) && Object.values(value).every(isSchema);
    case "allOf":
    case "anyOf":
    case "oneOf":
    case "prefixItems":
      return Array.isArray(value) && value.length > 0 && value.every(isSchema);
    case "not":
    case "if":
    case "then":
    case "else":
    case "items":
    case "contains":
    case "additionalProperties":
    case "propertyNames":
    case "unevaluatedItems":
    case "unevaluatedProperties":
      return isSchema(value);
    default:
      return true;
  }
}

const isNames = (value: unknown): boolean =>
  Array.isArray(value) && value.every((name) => typeof name === "string");

function isPattern(value: unknown): boolean {
  if (typeof value !== "string") return false;
  try {
    return Boolean(new RegExp(value, "u"));
  } catch {
    return false;
  }
}

/** Whether references lead back to where they start without a step into the value; such a check would never end. */
function hasCircle(root: JsonSchemaObject, parts: readonly JsonSchemaObject[]): boolean {
  if (!parts.some(({ $ref }) => $ref !== undefined)) return false;
  const done = new Set<JsonSchema>();
  const open = new Set<JsonSchema>();
  const leadsBack = (schema: JsonSchema | undefined): boolean => {
    if (!isSchemaObject(schema) || done.has(schema)) return false;
    if (open.has(schema)) return true;
    open.add(schema);
    let found = schema.$ref !== undefined && leadsBack(resolveReference(root, schema.$ref));
    forEachSubschema(schema, (part, keyword) => {
      if (inPlace.has(keyword)) found ||= leadsBack(part);
    });
    open.delete(schema);
    done.add(schema);
    return found;
  };
  return parts.some(leadsBack);
}

const inPlace: ReadonlySet<string> = new Set(
  "allOf anyOf oneOf not if then else dependentSchemas".split(" "),
);
