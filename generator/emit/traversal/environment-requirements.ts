import type { JsonSchema, JsonSchemaObject } from "../../../src/contract/json-schema.js";
import { forEachInPlace } from "./schema-map.js";

/**
 * A schema that does not ask for fields which the environment gives where the document leaves them out. Schemas of
 * documents need this; those of configs do not, since by then the fields have been filled in.
 */
export function withoutEnvironmentRequirements(root: JsonSchema, schema: JsonSchemaObject): JsonSchemaObject {
  const { required, dependentRequired } = schema;
  if (required === undefined && dependentRequired === undefined) return schema;
  const properties = schema.properties ?? {};
  const isGiven = (name: string): boolean =>
    Object.hasOwn(properties, name) && comesFromEnvironment(root, properties[name] ?? true);
  const asked = (names: readonly string[]): readonly string[] => names.filter((name) => !isGiven(name));
  const names = [...(required ?? []), ...Object.values(dependentRequired ?? {}).flat()];
  if (!names.some(isGiven)) return schema;
  const relaxed = Object.entries(schema).flatMap(([keyword, value]) => {
    if (keyword === "required") {
      const remaining = asked(required ?? []);
      return remaining.length === 0 ? [] : [[keyword, remaining]];
    }
    if (keyword !== "dependentRequired") return [[keyword, value]];
    const entries = Object.entries(dependentRequired ?? {}).map(([name, needed]) => [name, asked(needed)]);
    return [[keyword, Object.fromEntries(entries)]];
  });
  return Object.fromEntries(relaxed);
}

function comesFromEnvironment(root: JsonSchema, schema: JsonSchema): boolean {
  let found = false;
  forEachInPlace(root, schema, (part) => {
    if (typeof part["x-env"] === "string") found = true;
  });
  return found;
}
