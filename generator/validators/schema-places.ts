import type { JsonSchema, JsonSchemaObject } from "../../src/contract/json-schema.js";
import type { DocumentPath } from "../../src/source/json-pointer.js";
import { forEachSubschema, isSchemaObject } from "../../src/validation/schema-keywords.js";
import { memberAccess } from "../emit/code.js";

/** A schema and all schemas inside it, in object form, with the way to each; outermost first. */
export type SchemaPlaces = ReadonlyMap<JsonSchemaObject, DocumentPath>;

export function schemaPlaces(root: JsonSchema): SchemaPlaces {
  const places = new Map<JsonSchemaObject, DocumentPath>();
  const visit = (schema: JsonSchema, path: DocumentPath): void => {
    if (!isSchemaObject(schema) || places.has(schema)) return;
    places.set(schema, path);
    forEachSubschema(schema, (part, keyword, key) =>
      visit(part, key === undefined ? [...path, keyword] : [...path, keyword, key]),
    );
  };
  visit(root, []);
  return places;
}

/** Code that follows a path from where `access` leads. */
export function accessTo(access: string, path: DocumentPath): string {
  return path.reduce<string>(
    (code, key) => (typeof key === "number" ? `${code}[${key}]` : memberAccess(code, key)),
    access,
  );
}
