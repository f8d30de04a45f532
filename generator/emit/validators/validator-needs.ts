import type { JsonSchema, JsonSchemaObject } from "../../../src/contract/json-schema.js";
import { forEachSchema } from "../traversal/schema-map.js";

const INHERITED: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** Whether the schema names a field such as `constructor`, which every object seems to have unless ajv looks closely. */
export function readsInheritedNames(schema: JsonSchema): boolean {
  let found = false;
  forEachSchema(schema, (part) => {
    if (fieldNames(part).some((name) => INHERITED.has(name))) found = true;
  });
  return found;
}

function fieldNames(schema: JsonSchemaObject): string[] {
  const { properties, patternProperties, required, dependentRequired, dependentSchemas } = schema;
  const dependencies = Object.entries(dependentRequired ?? {}).flat(2) as string[];
  return [
    ...Object.keys({ ...properties, ...patternProperties, ...(dependentSchemas as object | undefined) }),
    ...(required ?? []),
    ...dependencies,
  ].map((name) => (name === "^__proto__$" ? "__proto__" : name));
}
