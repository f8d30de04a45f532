import type { JsonSchema } from "../../contract/json-schema.js";
import { inPlaceSchemas } from "./in-place-schemas.js";

/** The fields that a schema describes or asks for, wherever it does. */
export function mentionedFields(root: JsonSchema, schema: JsonSchema): ReadonlySet<string> {
  const parts = inPlaceSchemas(root, [schema], undefined, "every");
  return new Set(
    parts.flatMap(({ properties = {}, required = [] }) => [...Object.keys(properties), ...required]),
  );
}

/** The fields that decide which parts of an object's schema apply: conditions look at them, or they bring others in. */
export function conditionFields(root: JsonSchema, schema: JsonSchema): ReadonlySet<string> {
  const parts = inPlaceSchemas(root, [schema], undefined, "every");
  return new Set(
    parts.flatMap(({ if: condition, dependentSchemas = {} }) => [
      ...(condition === undefined ? [] : mentionedFields(root, condition)),
      ...Object.keys(dependentSchemas as object),
    ]),
  );
}
