import type { JsonSchema, JsonSchemaObject } from "../../src/contract/json-schema.js";
import { forEachInPlace } from "./schema-map.js";

/**
 * A schema that does not ask for fields which the environment gives where the document leaves them out. Schemas of
 * documents need this; those of configs do not, since by then the fields have been filled in.
 */
export function withoutEnvironmentRequirements(root: JsonSchema, schema: JsonSchemaObject): JsonSchemaObject {
  const { required, ...rest } = schema;
  const properties = schema.properties ?? {};
  if (required === undefined) return schema;
  const remaining = required.filter(
    (name) => !Object.hasOwn(properties, name) || !comesFromEnvironment(root, properties[name] ?? true),
  );
  if (remaining.length === required.length) return schema;
  return remaining.length === 0 ? rest : { ...schema, required: remaining };
}

function comesFromEnvironment(root: JsonSchema, schema: JsonSchema): boolean {
  let found = false;
  forEachInPlace(root, schema, (part) => {
    if (typeof part["x-env"] === "string") found = true;
  });
  return found;
}
