import type { JsonSchema, JsonSchemaObject } from "../../../src/contract/json-schema.js";
import { hasKeyword } from "../../../src/validation/schema-keywords.js";
import { declaredFields } from "../../../src/validation/schemas/declared-fields.js";
import { declaredItems } from "../traversal/declared-items.js";
import { type ClosedObject, closedObject, fieldsAlwaysAsked } from "./closed-object.js";
import { confineConditions } from "./draft-07-conditions.js";
import { withoutLostQuestions } from "./draft-07-losses.js";
import { hoverText } from "./hover-text.js";
import { type Define, oneMarkForMisspelt } from "./one-mark.js";
import { insertedAs, requiredFields, TabStops, withSnippet } from "./required-snippet.js";
import { oneBranch } from "./union-branches.js";

/** The schema as it was, for rules that have to look further than the keywords in front of them. */
export interface Draft07Origin {
  readonly root: JsonSchema;
  readonly schema: JsonSchemaObject;
  /** The field that the schema describes, if it stands under `properties`. */
  readonly fieldName: string | undefined;
  /** The title where the schema gets it only later. */
  readonly title: string | undefined;
  /** Whether it is a branch of an `anyOf` or `oneOf`: servers compare those by the fields that they find in them. */
  readonly isAlternative: boolean;
  /** Whether it is only a part of an object's schema, which another is made of. */
  readonly isPart: boolean;
  /** The object that it judges, if unknown keys are refused there. */
  readonly object: ClosedObject | undefined;
  readonly define: Define;
  /** A reference to a schema that is needed more than once. */
  readonly hoist: (schema: JsonSchema) => JsonSchema;
}

/** Rewrites one schema (its subschemas are written already) with the keywords of draft-07; what has no form there goes. */
export function lowerToDraft07(schema: JsonSchemaObject, origin: Draft07Origin): JsonSchemaObject {
  const apply = (lowered: JsonSchemaObject, rule: Rule): JsonSchemaObject => rule(lowered, origin);
  const lowered = hasKeyword(schema, REWRITTEN) ? REWRITING.reduce(apply, schema) : schema;
  return DESCRIBING.reduce(apply, lowered);
}

type Rule = (schema: JsonSchemaObject, origin: Draft07Origin) => JsonSchemaObject;

/** Rules about keywords that draft-07 does not have, or not so; in order. */
const REWRITING: readonly Rule[] = [
  withoutLostQuestions,
  dependenciesTogether,
  tuplesAsItems,
  withoutContainsCounts,
  closedByNames,
  closedTuples,
  withoutIdentifiers,
];

/** The keywords that those look for: few schemas have any of them. */
const REWRITTEN: ReadonlySet<string> = new Set(
  (
    "not if oneOf dependentRequired dependentSchemas prefixItems contains minContains maxContains " +
    "unevaluatedProperties unevaluatedItems $id $schema $anchor $dynamicAnchor $dynamicRef $vocabulary"
  ).split(" "),
);

/** Rules for what editors show. In order: a reference is wrapped last, when it is known what stands beside it. */
const DESCRIBING: readonly Rule[] = [
  deprecationInWords,
  fieldsWithTitle,
  factsInHover,
  requiredFieldsOneByOne,
  referenceAlone,
];

/** `dependentRequired` and `dependentSchemas` are one keyword in draft-07. */
function dependenciesTogether(schema: JsonSchemaObject): JsonSchemaObject {
  const { dependentRequired, dependentSchemas, ...rest } = schema;
  if (dependentRequired === undefined && dependentSchemas === undefined) return schema;
  const dependencies = new Map<string, unknown>(Object.entries(dependentRequired ?? {}));
  for (const [name, dependent] of Object.entries(dependentSchemas ?? {})) {
    const required = dependencies.get(name);
    dependencies.set(name, required === undefined ? dependent : { required, allOf: [dependent] });
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

/** Draft-07 cannot count what `contains` finds, but "at least one" and "none". */
function withoutContainsCounts(schema: JsonSchemaObject): JsonSchemaObject {
  const { minContains, maxContains, contains, ...rest } = schema;
  if (contains === undefined) return rest;
  if (minContains === 0) {
    if (maxContains !== 0) return rest;
    const none: JsonSchema = { items: { not: contains as JsonSchema } };
    return { ...rest, allOf: [...(rest.allOf ?? []), none] };
  }
  return { ...rest, contains };
}

/** `unevaluatedProperties` becomes `additionalProperties`, next to every name that is described anywhere. */
function closedByNames(schema: JsonSchemaObject, origin: Draft07Origin): JsonSchemaObject {
  const { unevaluatedProperties, ...rest } = schema;
  if (unevaluatedProperties === undefined) return schema;
  const { unevaluatedProperties: _closed, ...composed } = origin.schema;
  const declared = declaredFields(origin.root, composed);
  if (declared.open || "additionalProperties" in rest) return rest;
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
    additionalProperties: unevaluatedProperties,
  };
  return unevaluatedProperties === false ? confineConditions(closed, origin.schema, origin.root) : closed;
}

/** `unevaluatedItems` becomes `additionalItems`, after every item that is described anywhere. */
function closedTuples(schema: JsonSchemaObject, { root, schema: original }: Draft07Origin): JsonSchemaObject {
  const { unevaluatedItems, ...rest } = schema;
  if (unevaluatedItems === undefined) return schema;
  const { unevaluatedItems: _closed, ...others } = original;
  const { count, open } = declaredItems(root, others);
  if (open) return rest;
  if (count === 0) return { ...rest, items: unevaluatedItems as JsonSchema };
  const own: readonly JsonSchema[] = Array.isArray(rest.items) ? rest.items : [];
  const items = Array.from({ length: count }, (_, index) => own[index] ?? true);
  return asSchema({ ...rest, items, additionalItems: unevaluatedItems });
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

/**
 * Language servers label what they offer, and head what they show of a field, with its title; where there is none they
 * take that of an object around it.
 */
function fieldsWithTitle(schema: JsonSchemaObject, { fieldName }: Draft07Origin): JsonSchemaObject {
  const { title, type, description, $ref } = schema;
  if (title !== undefined || fieldName === undefined || $ref !== undefined) return schema;
  return type === "object" || description !== undefined ? { title: fieldName, ...schema } : schema;
}

/** Where a value comes from when the field is left out. */
function factsInHover(schema: JsonSchemaObject): JsonSchemaObject {
  if (schema.markdownDescription !== undefined) return schema;
  const text = hoverText(schema);
  if (text === undefined) return schema;
  const position = Object.keys(schema).indexOf("description") + 1;
  const entries = Object.entries(schema);
  return Object.fromEntries([
    ...entries.slice(0, position),
    ["markdownDescription", text],
    ...entries.slice(position),
  ]);
}

/** One mark for a misspelt required field, and still all required fields in one go. */
function requiredFieldsOneByOne(schema: JsonSchemaObject, origin: Draft07Origin): JsonSchemaObject {
  const { root, object, isPart, isAlternative } = origin;
  if (object === undefined) return schema;
  const { required, ...others } = schema;
  // The fields that a part itself requires are asked for by the whole.
  const asking = branchesUnlessMisspelt(isPart ? others : schema, origin, object);
  const marked = oneMarkForMisspelt(asking, object, origin.define);
  if (isPart) return required === undefined ? marked : { ...marked, required };
  const closes = closedObject(root, origin.schema) !== undefined;
  const names = closes ? [...fieldsAlwaysAsked(root, origin.schema)] : (schema.required ?? []);
  if (names.length === 0 || !(closes || isAlternative)) return marked;
  const snippet = {
    label: schema.title ?? origin.title ?? origin.fieldName ?? names.join(", "),
    body: requiredFields(root, origin.schema, names, new TabStops()),
  };
  return isAlternative ? withSnippet(marked, snippet) : insertedAs(marked, snippet);
}

/** While a misspelt key keeps several branches of a `oneOf` possible, that they exclude each other is not told. */
function branchesUnlessMisspelt(
  schema: JsonSchemaObject,
  { root, schema: original, hoist }: Draft07Origin,
  object: ClosedObject,
): JsonSchemaObject {
  const { oneOf, allOf = [], ...rest } = schema;
  if (oneOf === undefined) return schema;
  const { oneOf: branches, ...only } = oneBranch(root, original.oneOf ?? [], oneOf.map(hoist), object);
  return branches === undefined ? { ...rest, allOf: [...allOf, only] } : schema;
}

const ANNOTATIONS: ReadonlySet<string> = new Set([
  "$comment",
  "$ref",
  "default",
  "defaultSnippets",
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
