import type { JsonSchemaObject } from "../../src/contract/json-schema.js";
import type { DocumentPath } from "../../src/source/json-pointer.js";
import { isObject } from "../../src/validation/json-value.js";
import { forEachSubschema } from "../../src/validation/schema-keywords.js";

/** One schema inside another, and the way to it. */
export interface Subschema {
  readonly schema: JsonSchemaObject;
  readonly path: DocumentPath;
}

/** A schema and all schemas inside it, in object form, outermost first. `$ref` is not followed. */
export function allSubschemas(schema: unknown, path: DocumentPath = []): Subschema[] {
  const found: Subschema[] = [];
  const visit = (current: unknown, at: DocumentPath): void => {
    if (!isObject(current)) return;
    found.push({ schema: current, path: at });
    forEachSubschema(current, (part, keyword, key) =>
      visit(part, key === undefined ? [...at, keyword] : [...at, keyword, key]),
    );
  };
  visit(schema, path);
  return found;
}
