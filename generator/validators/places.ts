import type { JsonSchema, JsonSchemaObject } from "../../src/contract/json-schema.js";
import type { DocumentPath } from "../../src/source/json-pointer.js";

/** A schema that a function is being written for. */
export interface Place {
  readonly schema: JsonSchemaObject;
  /** From the root. */
  readonly path: DocumentPath;
  /** What the function is called after. */
  readonly name: string;
  /** Whether the function notes which fields and items of the value it has something to say about. */
  readonly isNoting?: boolean;
}

/** A subschema, how it is reached from the place at hand, and what to call its function. */
export interface Part {
  readonly schema: JsonSchema;
  /** From the schema of the place: `["properties", "port"]`. */
  readonly path: DocumentPath;
  readonly name: string;
}

/** A subschema of a place; its function is called after both. */
export function partOf(place: Place, schema: JsonSchema, path: DocumentPath, name: string): Part {
  return { schema, path, name: `${place.name}_${name}` };
}
