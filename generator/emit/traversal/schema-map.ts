import type { JsonSchema, JsonSchemaObject } from "../../../src/contract/json-schema.js";
import {
  forEachSubschema,
  hasKeyword,
  isSchemaObject,
  mapSubschemas,
} from "../../../src/validation/schema-keywords.js";
import { referenceOf } from "../../../src/validation/schema-reference.js";
import { inPlaceSubschemas } from "../../../src/validation/schemas/declared-fields.js";

/** A schema in which `rewrite` has replaced every subschema, innermost first; itself where nothing changes. */
export function rewriteSchema(
  schema: JsonSchema,
  rewrite: (schema: JsonSchemaObject) => JsonSchema,
): JsonSchema {
  if (!isSchemaObject(schema)) return schema;
  return rewrite(mapSubschemas(schema, (subschema) => rewriteSchema(subschema, rewrite)));
}

/** Calls `visit` for a schema and every schema nested in it, innermost first. */
export function forEachSchema(schema: JsonSchema, visit: (schema: JsonSchemaObject) => void): void {
  if (!isSchemaObject(schema)) return;
  forEachSubschema(schema, (subschema) => forEachSchema(subschema, visit));
  visit(schema);
}

/** Calls `visit` for the schema and for all that judges the same value, references followed, each once. */
export function forEachInPlace(
  root: JsonSchema,
  schema: JsonSchema,
  visit: (part: JsonSchemaObject) => void,
): void {
  if (!isSchemaObject(schema)) return;
  visit(schema);
  const parts = inPlaceSubschemas(root, schema);
  // Most schemas are judged by nothing else.
  if (parts.length === 0) return;
  const seen = new Set<JsonSchema>([schema]);
  const walk = (current: JsonSchema): void => {
    if (!isSchemaObject(current) || seen.has(current)) return;
    seen.add(current);
    visit(current);
    for (const part of inPlaceSubschemas(root, current)) walk(part);
  };
  for (const part of parts) walk(part);
}

/** The branches of every `anyOf` and `oneOf`, and what they refer to. */
export function alternatives(root: JsonSchema): ReadonlySet<JsonSchema> {
  const found = new Set<JsonSchema>();
  const add = (branch: JsonSchema | undefined): void => {
    if (branch === undefined || found.has(branch)) return;
    found.add(branch);
    if (isSchemaObject(branch)) add(referenceOf(root, branch));
  };
  forEachSchema(root, ({ anyOf = [], oneOf = [] }) => {
    for (const branch of [...anyOf, ...oneOf]) add(branch);
  });
  return found;
}

const NESTING: ReadonlySet<string> = new Set(
  "properties patternProperties additionalProperties items prefixItems".split(" "),
);

/**
 * The parts of a schema, references followed, that describe what is nested in a value. A walk that meets one of them
 * again goes round in a circle; the schema itself may have been put together on the way and so never be met twice.
 */
export function nestingParts(root: JsonSchema, schema: JsonSchema): JsonSchemaObject[] {
  const parts: JsonSchemaObject[] = [];
  forEachInPlace(root, schema, (part) => {
    if (hasKeyword(part, NESTING)) parts.push(part);
  });
  return parts;
}

/** The definition that a local reference such as `#/$defs/retry` names; undefined for any other reference. */
export function definitionName(reference: string): string | undefined {
  const name = /^#\/\$defs\/([^/]+)$/.exec(reference)?.[1];
  return name === undefined
    ? undefined
    : decodeURIComponent(name).replaceAll("~1", "/").replaceAll("~0", "~");
}

/** A reference to a definition, with its name escaped as a JSON pointer in a URI fragment. */
export function definitionReference(keyword: "$defs" | "definitions", name: string): string {
  return `#/${keyword}/${encodeURIComponent(name.replaceAll("~", "~0").replaceAll("/", "~1"))}`;
}

/** The definitions of a schema that can be reached from its root, by name. */
export function usedDefinitions(root: JsonSchema): ReadonlyMap<string, JsonSchema> {
  const definitions = isSchemaObject(root) ? (root.$defs ?? {}) : {};
  const used = new Map<string, JsonSchema>();
  if (Object.keys(definitions).length === 0) return used;
  const collect = (schema: JsonSchema): void =>
    forEachSchema(schema, ({ $ref }) => {
      const name = $ref === undefined ? undefined : definitionName($ref);
      if (name === undefined || used.has(name) || !Object.hasOwn(definitions, name)) return;
      const definition = definitions[name] ?? true;
      used.set(name, definition);
      collect(definition);
    });
  collect(withoutDefinitions(root));
  return used;
}

/** The schema alone, without the definitions that it refers to. */
export function withoutDefinitions(schema: JsonSchema): JsonSchema {
  if (!isSchemaObject(schema)) return schema;
  const { $defs, ...rest } = schema;
  return rest;
}

/** Schemas by name, as under `properties`. */
export interface NamedSchemas {
  readonly [name: string]: JsonSchema;
}

/** A copy of schemas by name; a name such as `__proto__` stays an ordinary key. */
export function mapNamed(
  schemas: NamedSchemas,
  map: (schema: JsonSchema, name: string) => JsonSchema,
): NamedSchemas {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, map(schema, name)]));
}
