import type { JsonSchema } from "../../contract/json-schema.js";
import { isSchemaObject } from "../schema-keywords.js";
import { inPlaceSchemas } from "../schemas/in-place-schemas.js";

/** A field whose fixed values tell the branches of a union apart. */
export interface Tag {
  readonly field: string;
  /** The values of each branch. */
  readonly values: readonly (readonly unknown[])[];
}

/** Finds the field that has fixed values (`const`, `enum`) in every branch, different ones in each. */
export function findTag(root: JsonSchema, branches: readonly JsonSchema[]): Tag | undefined {
  const fixed = branches.map((branch) => fixedFields(root, branch));
  const [first, ...others] = fixed;
  for (const field of first?.keys() ?? []) {
    if (!others.every((fields) => fields.has(field))) continue;
    const values = fixed.map((fields) => fields.get(field) ?? []);
    const all = values.flat();
    if (new Set(all).size === all.length) return { field, values };
  }
  return undefined;
}

function fixedFields(root: JsonSchema, branch: JsonSchema): Map<string, readonly unknown[]> {
  const fields = new Map<string, readonly unknown[]>();
  for (const schema of inPlaceSchemas(root, [branch], undefined, "none")) {
    for (const [field, subschema] of Object.entries(schema.properties ?? {})) {
      if (!isSchemaObject(subschema)) continue;
      for (const part of inPlaceSchemas(root, [subschema], undefined, "none")) {
        if (Object.hasOwn(part, "const")) fields.set(field, [part.const]);
        else if (Array.isArray(part.enum)) fields.set(field, part.enum);
      }
    }
  }
  return fields;
}
