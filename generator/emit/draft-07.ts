import type { JsonSchema, JsonSchemaObject } from "../../src/contract/json-schema.js";
import { declaredFields } from "../../src/validation/declared-fields.js";
import { confineConditions } from "./draft-07-conditions.js";

/** The schema as it was, for rules that have to look further than the keywords in front of them. */
export interface Draft07Origin {
  readonly root: JsonSchema;
  readonly schema: JsonSchemaObject;
  /** The field that the schema describes, if it stands under `properties`. */
  readonly fieldName: string | undefined;
}

/** Rewrites one schema (its subschemas are written already) with the keywords of draft-07; what has no form there goes. */
export function lowerToDraft07(schema: JsonSchemaObject, origin: Draft07Origin): JsonSchemaObject {
  return RULES.reduce((lowered, rule) => rule(lowered, origin), schema);
}

const COMPOSITION = ["$ref", "allOf", "anyOf", "oneOf", "if", "dependencies"];

type Rule = (schema: JsonSchemaObject, origin: Draft07Origin) => JsonSchemaObject;

/** In order: a reference is wrapped last, when it is known what stands beside it. */
const RULES: readonly Rule[] = [
  dependenciesTogether,
  tuplesAsItems,
  withoutContainsCounts,
  closedByNames,
  closedTuples,
  withoutIdentifiers,
  deprecationInWords,
  objectsWithTitle,
  referenceAlone,
];

/** `dependentRequired` and `dependentSchemas` are one keyword in draft-07. */
function dependenciesTogether(schema: JsonSchemaObject): JsonSchemaObject {
  const { dependentRequired, dependentSchemas, ...rest } = schema;
  if (dependentRequired === undefined && dependentSchemas === undefined) return schema;
  const dependencies = new Map<string, unknown>(Object.entries(dependentRequired ?? {}));
  for (const [name, dependent] of Object.entries(dependentSchemas ?? {})) {
    const required = dependencies.get(name);
    dependencies.set(name, required === undefined ? dependent : { allOf: [{ required }, dependent] });
  }
  return { ...rest, dependencies: Object.fromEntries(dependencies) };
}

/** `prefixItems` was a list under `items`, and `items` was `additionalItems`. */
function tuplesAsItems(schema: JsonSchemaObject): JsonSchemaObject {
  const { prefixItems, items, ...rest } = schema;
  if (prefixItems === undefined) return schema;
  return asSchema({
    ...rest,
    items: prefixItems,
    ...(items === undefined ? {} : { additionalItems: items }),
  });
}

/** Draft-07's `items` may be a list, which 2020-12 and with it {@link JsonSchemaObject} no longer know. */
const asSchema = (schema: { readonly [keyword: string]: unknown }): JsonSchemaObject =>
  schema as JsonSchemaObject;

/** Draft-07 cannot count what `contains` finds; "none at all" means that nothing is asked. */
function withoutContainsCounts(schema: JsonSchemaObject): JsonSchemaObject {
  const { minContains, maxContains, contains, ...rest } = schema;
  if (contains === undefined || minContains === 0) return rest;
  return { ...rest, contains };
}

/** `unevaluatedProperties: false` becomes `additionalProperties: false`, next to every name that is described anywhere. */
function closedByNames(schema: JsonSchemaObject, origin: Draft07Origin): JsonSchemaObject {
  const { unevaluatedProperties, ...rest } = schema;
  if (unevaluatedProperties === undefined) return schema;
  const { unevaluatedProperties: _closed, ...composed } = origin.schema;
  const declared = declaredFields(origin.root, composed);
  if (unevaluatedProperties !== false) {
    const isComposed = COMPOSITION.some((keyword) => keyword in schema) || "additionalProperties" in rest;
    return isComposed ? rest : { ...rest, additionalProperties: unevaluatedProperties };
  }
  if (declared.open) return rest;
  const any = (names: Iterable<string>): [string, JsonSchema][] => Array.from(names, (name) => [name, true]);
  const properties = Object.fromEntries([...any(declared.names), ...Object.entries(rest.properties ?? {})]);
  const patterns = Object.fromEntries([
    ...any(declared.patterns),
    ...Object.entries(rest.patternProperties ?? {}),
  ]);
  const closed = {
    ...rest,
    properties,
    ...(declared.patterns.length > 0 ? { patternProperties: patterns } : {}),
    additionalProperties: false,
  };
  return confineConditions(closed, origin.schema, origin.root);
}

/** `unevaluatedItems: false` can be said of a tuple that nothing else describes; elsewhere it goes. */
function closedTuples(schema: JsonSchemaObject): JsonSchemaObject {
  const { unevaluatedItems, ...rest } = schema;
  const isComposed = [...COMPOSITION, "contains"].some((keyword) => keyword in schema);
  if (unevaluatedItems !== false || isComposed || !Array.isArray(rest.items) || "additionalItems" in rest)
    return rest;
  return { ...rest, additionalItems: false };
}

/** Names that nothing refers to any more; an unknown `$id` would change what references mean. */
function withoutIdentifiers(schema: JsonSchemaObject): JsonSchemaObject {
  const { $id, $schema, $anchor, $dynamicAnchor, $dynamicRef, $vocabulary, ...rest } = schema;
  return rest;
}

/** Editors show a deprecation only if it is put in words. */
function deprecationInWords(schema: JsonSchemaObject, { fieldName }: Draft07Origin): JsonSchemaObject {
  if (schema.deprecated !== true || schema.deprecationMessage !== undefined) return schema;
  const what = fieldName === undefined ? "This is deprecated" : `${fieldName} is deprecated`;
  const text = typeof schema.description === "string" ? `${what}: ${schema.description}` : `${what}.`;
  return { ...schema, deprecationMessage: text };
}

/** Language servers label what they offer with the object's title, and guess where there is none. */
function objectsWithTitle(schema: JsonSchemaObject, { fieldName }: Draft07Origin): JsonSchemaObject {
  if (schema.title !== undefined || fieldName === undefined || schema.type !== "object") return schema;
  return { title: fieldName, ...schema };
}

const ANNOTATIONS: ReadonlySet<string> = new Set([
  "$comment",
  "$ref",
  "default",
  "deprecated",
  "deprecationMessage",
  "description",
  "examples",
  "markdownDescription",
  "readOnly",
  "title",
  "writeOnly",
]);

/** Draft-07 ignores what stands beside `$ref`. Texts may stay there; checks move it into an `allOf`. */
function referenceAlone(schema: JsonSchemaObject): JsonSchemaObject {
  if (schema.$ref === undefined) return schema;
  const checks = Object.keys(schema).filter(
    (keyword) => !ANNOTATIONS.has(keyword) && !keyword.startsWith("x-"),
  );
  if (checks.length === 0) return schema;
  const { $ref, allOf = [], ...rest } = schema;
  return { ...rest, allOf: [{ $ref }, ...allOf] };
}
