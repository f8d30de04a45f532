import type { JsonSchema, JsonSchemaObject } from "../../src/contract/json-schema.js";
import { forEachSchema, rewriteSchema } from "./schema-map.js";

const INHERITED: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/**
 * ajv leaves a field named `__proto__` out of `properties`. As a pattern it is checked like any other.
 * A schema without such a field is returned as it is.
 */
export function withoutPrototypeKey(schema: JsonSchema): JsonSchema {
  let found = false;
  const rewritten = rewriteSchema(schema, (part) => {
    if (part.properties === undefined || !Object.hasOwn(part.properties, "__proto__")) return part;
    found = true;
    const { ["__proto__"]: field, ...properties } = part.properties;
    return {
      ...part,
      properties,
      patternProperties: { ...part.patternProperties, "^__proto__$": field ?? true },
    };
  });
  return found ? rewritten : schema;
}

/** Whether the schema names a field such as `constructor`, which every object seems to have unless ajv looks closely. */
export function readsInheritedNames(schema: JsonSchema): boolean {
  let found = false;
  forEachSchema(schema, (part) => {
    if (fieldNames(part).some((name) => INHERITED.has(name))) found = true;
  });
  return found;
}

/** Whether the validator has to keep track of which fields and items were looked at. */
export function usesUnevaluated(schema: JsonSchema): boolean {
  let found = false;
  forEachSchema(schema, (part) => {
    if (part.unevaluatedProperties !== undefined || part.unevaluatedItems !== undefined) found = true;
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
