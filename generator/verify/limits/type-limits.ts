import type { JsonSchema, JsonSchemaObject } from "../../../src/contract/json-schema.js";
import { isSchemaObject, mapSubschemas } from "../../../src/validation/schema-keywords.js";
import { declaredFields } from "../../../src/validation/schemas/declared-fields.js";
import { typesOf } from "../../emit/schema-types.js";
import { definitionName, forEachSchema } from "../../emit/traversal/schema-map.js";
import type { Limits } from "../engines/engine.js";

/**
 * What a type promises: it accepts whatever is valid, and refuses all that TypeScript has words for, which is types,
 * literals, fields that are missing and fields that nobody names. A schema that speaks of fields or items without a `type`
 * means an object or a list to people, and so it does in types.
 */
export function typeLimits(schema: JsonSchema): Limits {
  return {
    accepts: withImpliedTypes(schema),
    refuses: expressibleByTypes(schema),
    lacks: typesLack,
  };
}

const EXPRESSIBLE: ReadonlySet<string> = new Set(
  "type const enum required additionalProperties items false".split(" "),
);

/** Whether TypeScript has no words, or not all, for a keyword. */
export function typesLack(keyword: string): boolean {
  return !EXPRESSIBLE.has(keyword);
}

/** A schema in which the types that its keywords imply are written down, and the fields that may not be left out. */
export function withImpliedTypes(schema: JsonSchema): JsonSchema {
  if (!isSchemaObject(schema)) return schema;
  const mapped = mapSubschemas(schema, (part, keyword) =>
    QUESTIONS.has(keyword) ? part : withImpliedTypes(part),
  );
  if (Object.hasOwn(schema, "const") || schema.enum !== undefined) return mapped;
  const types = typesOf(schema);
  const inherited = Object.keys(schema.properties ?? {}).filter((name) => INHERITED.has(name));
  return {
    ...mapped,
    ...(types === undefined ? {} : { type: types }),
    ...(inherited.length === 0 ? {} : { required: [...(schema.required ?? []), ...inherited] }),
  };
}

/** TypeScript takes a field that every object inherits for present, with the inherited type. */
const INHERITED: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** Keywords whose subschemas do not become part of a type. */
const QUESTIONS: ReadonlySet<string> = new Set([
  "if",
  "not",
  "contains",
  "propertyNames",
  "then",
  "else",
  "dependentSchemas",
]);

/** How much of what a schema closes the compiler sees. */
interface Position {
  /** In a branch of a union, the compiler lets the fields of the other branches pass. */
  readonly inUnion: boolean;
  /** In a part of an intersection, it lets the fields of the other parts pass. */
  readonly isPart: boolean;
}

const ALONE: Position = { inUnion: false, isPart: false };

/**
 * As much of a schema as TypeScript can say; it accepts more than the schema, never less. `places` says which subschemas
 * are replaced by one that is weakened already.
 */
export function expressibleByTypes(
  schema: JsonSchema,
  places: ReadonlyMap<JsonSchema, JsonSchema> = new Map(),
): JsonSchema {
  const ofUnions = definitionsInUnions(schema);
  const express = (part: JsonSchema, position: Position): JsonSchema => {
    const placed = places.get(part);
    if (placed !== undefined) return placed;
    if (!isSchemaObject(part)) return part;
    if (Object.hasOwn(part, "const")) return { const: part.const };
    if (part.enum !== undefined) return { enum: part.enum };
    const { $ref, $defs, allOf, anyOf, oneOf } = part;
    const types = typesOf(part);
    const inPart = { ...position, isPart: true };
    const unions = [anyOf, oneOf].flatMap((branches) =>
      branches === undefined
        ? []
        : [{ anyOf: branches.map((branch) => express(branch, { inUnion: true, isPart: true })) }],
    );
    const below = { ...position, isPart: false };
    const isObjectType = types?.includes("object") ?? false;
    return {
      ...($ref === undefined ? {} : { $ref }),
      ...(types === undefined ? {} : { type: types.map((type) => (type === "integer" ? "number" : type)) }),
      ...(isObjectType ? objectKeywords(part, (member) => express(member, below)) : {}),
      ...(types?.includes("array") ? listKeywords(part, (item) => express(item, below)) : {}),
      ...($defs === undefined ? {} : { $defs: definitions($defs) }),
      allOf: [
        ...(allOf ?? []).map((item) => express(item, inPart)),
        ...unions,
        ...(isObjectType ? closing(schema, part, position) : []),
      ],
    };
  };
  const definitions = (all: {
    readonly [name: string]: JsonSchema;
  }): { readonly [name: string]: JsonSchema } =>
    Object.fromEntries(
      Object.entries(all).map(([name, definition]) => [
        name,
        express(definition, { inUnion: ofUnions.has(name), isPart: ofUnions.has(name) }),
      ]),
    );
  return express(schema, ALONE);
}

/** Named fields have their types; those of all others are one type, wide enough for the named ones. */
function objectKeywords(
  part: JsonSchemaObject,
  express: (member: JsonSchema) => JsonSchema,
): JsonSchemaObject {
  const { properties = {}, patternProperties = {}, additionalProperties, required } = part;
  const named = Object.fromEntries(
    Object.entries(properties).map(([name, member]) => [name, express(member)]),
  );
  const patterns = Object.values(patternProperties).map(express);
  const isTyped =
    isSchemaObject(additionalProperties) || (additionalProperties === false && patterns.length > 0);
  const others = isSchemaObject(additionalProperties) ? [express(additionalProperties)] : [];
  return {
    properties: named,
    ...(required === undefined ? {} : { required }),
    ...(isTyped
      ? { additionalProperties: { anyOf: [...patterns, ...others, ...Object.values(named)] } }
      : {}),
  };
}

/** A field that is named nowhere is refused. */
function closing(
  root: JsonSchema,
  part: JsonSchemaObject,
  { inUnion, isPart }: Position,
): JsonSchemaObject[] {
  const { additionalProperties, unevaluatedProperties, ...rest } = part;
  const isClosed =
    additionalProperties === false || (additionalProperties === undefined && unevaluatedProperties === false);
  if (!isClosed || inUnion || isPart) return [];
  const { names, patterns, open } = declaredFields(root, rest);
  if (open || patterns.length > 0) return [];
  return [
    {
      properties: Object.fromEntries(Array.from(names, (name) => [name, true])),
      additionalProperties: false,
    },
  ];
}

/** The longest tuple that types spell out. */
const LONGEST_TUPLE = 8;

function listKeywords(part: JsonSchemaObject, express: (item: JsonSchema) => JsonSchema): JsonSchemaObject {
  const { prefixItems = [], items, minItems } = part;
  const rest = items === undefined ? {} : { items: express(items) };
  if (prefixItems.length === 0) return rest;
  const prefix = prefixItems.map(express);
  if (prefix.length > LONGEST_TUPLE)
    return { items: { anyOf: [...prefix, items === undefined ? true : express(items)] } };
  const shortest = typeof minItems === "number" ? { minItems: Math.min(minItems, prefix.length) } : {};
  return { prefixItems: prefix, ...rest, ...shortest };
}

/** The definitions that a branch of a union leads to. */
function definitionsInUnions(root: JsonSchema): ReadonlySet<string> {
  const found = new Set<string>();
  const definitions = isSchemaObject(root) ? (root.$defs ?? {}) : {};
  const collect = (schema: JsonSchema): void =>
    forEachSchema(schema, ({ $ref }) => {
      const name = $ref === undefined ? undefined : definitionName($ref);
      if (name === undefined || found.has(name)) return;
      found.add(name);
      if (Object.hasOwn(definitions, name)) collect(definitions[name] ?? true);
    });
  forEachSchema(root, ({ anyOf = [], oneOf = [], allOf = [] }) => {
    for (const branch of [...anyOf, ...oneOf, ...allOf]) collect(branch);
  });
  return found;
}
