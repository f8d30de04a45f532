import type { JsonSchema, JsonSchemaObject } from "../../contract/json-schema.js";
import { isPresent } from "../evaluation/evaluate-object.js";
import { isObject, setOwn } from "../json-value.js";
import { inPlaceSchemas } from "./in-place-schemas.js";
import { childSchemas } from "./schema-walker.js";

/**
 * Fills in the `default` of every absent field, also in objects that are defaults themselves. The value is not changed;
 * what needs no default is shared with the result. An object that is absent is not made up for the sake of defaults
 * inside it. In a union only branches that the value fits give defaults, and in a `oneOf` only if it is one branch.
 */
export function applyDefaults(schema: JsonSchema, value: unknown): unknown {
  return fill(schema, [schema], value);
}

function fill(root: JsonSchema, schemas: readonly JsonSchema[], value: unknown): unknown {
  if (schemas.length === 0) return value;
  if (Array.isArray(value)) {
    const expanded = inPlaceSchemas(root, schemas, value, "fitting");
    const items = value.map((item, index) => fill(root, childSchemas(expanded, index), item));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  return isObject(value) ? fillObject(root, schemas, value) : value;
}

function fillObject(
  root: JsonSchema,
  schemas: readonly JsonSchema[],
  value: { readonly [key: string]: unknown },
): { readonly [key: string]: unknown } {
  // First what applies to any value: a default may decide which branch the object fits.
  const begun = fillAbsent(root, inPlaceSchemas(root, schemas, value, "none"), value);
  const expanded = inPlaceSchemas(root, schemas, begun, "fitting");
  const filled = fillAbsent(root, expanded, begun);
  let result = filled;
  for (const [field, item] of Object.entries(filled)) {
    if (item === undefined) continue;
    const completed = fill(root, childSchemas(expanded, field), item);
    if (completed === item) continue;
    if (result === filled) result = { ...filled };
    setOwn(result, field, completed);
  }
  return result;
}

function fillAbsent(
  root: JsonSchema,
  schemas: readonly JsonSchemaObject[],
  value: { readonly [key: string]: unknown },
): { readonly [key: string]: unknown } {
  let result = value;
  for (const schema of schemas) {
    for (const [field, subschema] of Object.entries(schema.properties ?? {})) {
      if (isPresent(result, field)) continue;
      const source = inPlaceSchemas(root, [subschema], undefined, "none").find((part) =>
        Object.hasOwn(part, "default"),
      );
      if (source === undefined) continue;
      if (result === value) result = { ...value };
      setOwn(result, field, structuredClone(source.default));
    }
  }
  return result;
}
