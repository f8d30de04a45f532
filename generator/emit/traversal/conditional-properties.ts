import type { JsonSchema, JsonSchemaObject } from "../../../src/contract/json-schema.js";
import { isSchemaObject } from "../../../src/validation/schema-keywords.js";
import { inPlaceSubschemas } from "../../../src/validation/schemas/declared-fields.js";
import { forEachInPlace } from "./schema-map.js";

type Properties = ReadonlyMap<string, readonly JsonSchema[]>;

/** Names that the schema declares outside `if`/`then`/`else` and `dependentSchemas`. */
export function unconditionalProperties(root: JsonSchema, schema: JsonSchema): ReadonlySet<string> {
  const names = new Set<string>();
  const seen = new Set<JsonSchema>();
  const visit = (current: JsonSchema): void => {
    if (!isSchemaObject(current) || seen.has(current)) return;
    seen.add(current);
    for (const name of Object.keys(current.properties ?? {})) names.add(name);
    const { if: _if, then: _then, else: _else, dependentSchemas: _dependent, ...unconditional } = current;
    for (const part of inPlaceSubschemas(root, unconditional)) visit(part);
  };
  visit(schema);
  return names;
}

/** Fields that only a condition of this schema brings in, each with all the schemas that it can have there. */
export function conditionalProperties(root: JsonSchema, schema: JsonSchemaObject): Properties {
  const found = new Map<string, JsonSchema[]>();
  const add = (name: string, schemas: readonly JsonSchema[]): void => {
    found.set(name, [...(found.get(name) ?? []), ...schemas]);
  };
  for (const name of allProperties(root, schema.if ?? true).keys()) {
    // A field that only the condition looks at may hold anything while the condition fails.
    add(name, [true]);
  }
  const dependent = Object.values((schema.dependentSchemas ?? {}) as { readonly [name: string]: JsonSchema });
  for (const part of [schema.then ?? true, schema.else ?? true, ...dependent]) {
    for (const [name, schemas] of allProperties(root, part)) add(name, schemas);
  }
  return found;
}

/** Every field that the schema declares anywhere, conditions included, with all its schemas. */
export function allProperties(root: JsonSchema, schema: JsonSchema): Properties {
  const found = new Map<string, JsonSchema[]>();
  forEachInPlace(root, schema, (part) => {
    for (const [name, property] of Object.entries(part.properties ?? {})) {
      found.set(name, [...(found.get(name) ?? []), property]);
    }
  });
  return found;
}
