import type { JsonSchema, JsonSchemaObject } from "../../src/contract/json-schema.js";
import type { DocumentPath } from "../../src/source/json-pointer.js";
import { isObject } from "../../src/validation/json-value.js";
import { forEachSubschema } from "../../src/validation/schema-keywords.js";

/** A schema in a bundled schema, and where it stands. */
export interface PlacedSchema {
  readonly schema: JsonSchema;
  readonly path: DocumentPath;
}

/** Keywords that apply to the very same value. */
const inPlace: ReadonlySet<string> = new Set([
  "allOf",
  "anyOf",
  "oneOf",
  "if",
  "then",
  "else",
  "dependentSchemas",
]);

/**
 * A schema of a bundled schema with all that applies to the same value: references followed, parts of it after it.
 * `keywords` limits which parts are looked at.
 */
export function appliedSchemas(
  root: JsonSchema,
  start: PlacedSchema,
  keywords: ReadonlySet<string> = inPlace,
): PlacedSchema[] {
  const found: PlacedSchema[] = [start];
  const entered = new Set<string>();
  // The list grows while it is walked.
  for (const { schema, path } of found) {
    if (!isObject(schema)) continue;
    const name = definitionName(schema.$ref);
    const definition = name === undefined ? undefined : definitionOf(root, name);
    if (name !== undefined && definition !== undefined && !entered.has(name)) {
      entered.add(name);
      found.push({ schema: definition, path: ["$defs", name] });
    }
    forEachSubschema(schema, (part, keyword, key) => {
      if (keywords.has(keyword)) found.push({ schema: part, path: below(path, keyword, key) });
    });
  }
  return found;
}

/** The fields that a bundled schema declares for its object, with the first place of each. */
export function declaredFieldPlaces(root: JsonSchema): ReadonlyMap<string, DocumentPath> {
  const places = new Map<string, DocumentPath>();
  for (const { schema, path } of appliedSchemas(root, { schema: root, path: [] })) {
    for (const name of Object.keys(fieldsOf(schema))) {
      if (!places.has(name)) places.set(name, [...path, "properties", name]);
    }
  }
  return places;
}

/** The `properties` of a schema. */
export function fieldsOf(schema: JsonSchema): { readonly [name: string]: JsonSchema } {
  return isObject(schema) ? ((schema as JsonSchemaObject).properties ?? {}) : {};
}

/** The name in `#/$defs/<name>`, the only form of reference in a bundled schema. */
export function definitionName(reference: unknown): string | undefined {
  return typeof reference === "string" ? reference.slice("#/$defs/".length) : undefined;
}

export function definitionOf(root: JsonSchema, name: string): JsonSchema | undefined {
  if (!isObject(root)) return undefined;
  const { $defs = {} } = root as JsonSchemaObject;
  return Object.hasOwn($defs, name) ? $defs[name] : undefined;
}

function below(path: DocumentPath, keyword: string, key: string | number | undefined): DocumentPath {
  return key === undefined ? [...path, keyword] : [...path, keyword, key];
}
