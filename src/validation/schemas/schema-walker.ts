import type { JsonSchema, JsonSchemaObject } from "../../contract/json-schema.js";
import type { DocumentPath } from "../../source/json-pointer.js";
import { isPresent } from "../evaluation/evaluate-object.js";
import { matchesPattern } from "../evaluation/evaluate-scalar.js";
import { isObject } from "../json-value.js";
import { isSchema } from "../schema-keywords.js";
import { type BranchChoice, inPlaceSchemas } from "./in-place-schemas.js";

/** A place in a value, or a field that an object there could have, with every schema that says something about it. */
export interface SchemaPlace {
  readonly path: DocumentPath;
  /** Undefined when the place is not there. */
  readonly value: unknown;
  readonly present: boolean;
  /** References and unions followed; none of them is a mere `$ref`. */
  readonly schemas: readonly JsonSchemaObject[];
}

/**
 * Walks through a value together with its schema: objects before their fields, fields in the order of the value and
 * then, for absent ones, of the schema. Fields that no schema describes are visited too, with no schemas.
 *
 * @param choice which branches of unions and conditions count; default `likely`
 */
export function* walkSchema(
  root: JsonSchema,
  value: unknown,
  choice: BranchChoice = "likely",
): Generator<SchemaPlace, void, undefined> {
  yield* walk(root, [root], value, [], choice, []);
}

/** The schemas that describe the value at a path, references and unions followed; empty when none does. */
export function schemasAt(
  root: JsonSchema,
  value: unknown,
  path: DocumentPath,
  choice: BranchChoice = "likely",
): readonly JsonSchemaObject[] {
  let schemas = inPlaceSchemas(root, [root], value, choice);
  let current = value;
  for (const key of path) {
    const children = childSchemas(schemas, key);
    current = Array.isArray(current)
      ? current[Number(key)]
      : isObject(current) && Object.hasOwn(current, String(key))
        ? current[String(key)]
        : undefined;
    schemas = inPlaceSchemas(root, children, current, choice);
  }
  return schemas;
}

function* walk(
  root: JsonSchema,
  schemas: readonly JsonSchema[],
  value: unknown,
  path: DocumentPath,
  choice: BranchChoice,
  ancestors: readonly unknown[],
): Generator<SchemaPlace, void, undefined> {
  const expanded = inPlaceSchemas(root, schemas, value, choice);
  yield { path, value, present: true, schemas: expanded };
  // A value that holds itself has been walked already.
  if (typeof value !== "object" || value === null || ancestors.includes(value)) return;
  const below = [...ancestors, value];
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      yield* walk(root, childSchemas(expanded, index), item, [...path, index], choice, below);
    }
    return;
  }
  const object = value as { readonly [key: string]: unknown };
  for (const [field, item] of Object.entries(object)) {
    if (item === undefined) continue;
    yield* walk(root, childSchemas(expanded, field), item, [...path, field], choice, below);
  }
  const declared = new Set(expanded.flatMap((schema) => Object.keys(schema.properties ?? {})));
  for (const field of declared) {
    if (isPresent(object, field)) continue;
    const absent = inPlaceSchemas(root, childSchemas(expanded, field), undefined, "every");
    yield { path: [...path, field], value: undefined, present: false, schemas: absent };
  }
}

/** What schemas of one value say about the field or item at `key`. */
export function childSchemas(schemas: readonly JsonSchemaObject[], key: string | number): JsonSchema[] {
  const children = schemas.flatMap((schema) =>
    typeof key === "number" ? itemSchemas(schema, key) : fieldSchemas(schema, key),
  );
  return children.filter((child) => isSchema(child));
}

function fieldSchemas(schema: JsonSchemaObject, field: string): (JsonSchema | undefined)[] {
  const { properties, patternProperties = {} } = schema;
  const found: JsonSchema[] = [];
  if (properties !== undefined && Object.hasOwn(properties, field)) found.push(properties[field] ?? true);
  for (const [pattern, subschema] of Object.entries(patternProperties)) {
    if (matchesPattern(pattern, field)) found.push(subschema);
  }
  return found.length > 0 ? found : [schema.additionalProperties, schema.unevaluatedProperties];
}

function itemSchemas(schema: JsonSchemaObject, index: number): (JsonSchema | undefined)[] {
  const contains = isSchema(schema.contains) ? schema.contains : undefined;
  const unevaluated = isSchema(schema.unevaluatedItems) ? schema.unevaluatedItems : undefined;
  return [schema.prefixItems?.[index] ?? schema.items ?? unevaluated, contains];
}
