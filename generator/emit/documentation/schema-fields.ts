import type { JsonSchema } from "../../../src/contract/json-schema.js";
import { isSchemaObject } from "../../../src/validation/schema-keywords.js";
import { isSecret, maskSecrets } from "../examples/secret-values.js";
import { allProperties } from "../traversal/conditional-properties.js";
import { flattenSchema } from "../traversal/flatten-schema.js";
import { nestingParts } from "../traversal/schema-map.js";
import { describeType } from "./type-words.js";

/** A field of a config, as the reference documentation lists it. */
export interface SchemaField {
  /** `dev.command`; `[]` stands for the items of a list, `*` for the keys of a map. */
  readonly path: string;
  readonly type: string;
  readonly required: boolean;
  readonly description: string;
  /** As JSON; absent for a secret. */
  readonly default?: string;
  /** The environment variable that gives the value where the document leaves it out. */
  readonly environment?: string;
  readonly secret: boolean;
  readonly deprecated: boolean;
}

const PLAIN = { branch: 0, condition: "none" } as const;

/** Lists the fields of a schema and of the objects in it, in the schema's order. Where it recurs, it is listed once. */
export function schemaFields(schema: JsonSchema): SchemaField[] {
  const fields: SchemaField[] = [];
  const describe = (current: JsonSchema, path: string, inside: ReadonlySet<JsonSchema>): void => {
    const required = requiredNames(schema, current);
    for (const [name, schemas] of allProperties(schema, current)) {
      const property = schemas.length === 1 ? (schemas[0] ?? true) : { allOf: schemas };
      const fieldPath = path === "" ? name : `${path}.${name}`;
      fields.push(describeField(schema, property, fieldPath, required.has(name)));
      descend(property, fieldPath, inside);
    }
  };
  const descend = (current: JsonSchema, path: string, inside: ReadonlySet<JsonSchema>): void => {
    const parts = nestingParts(schema, current);
    if (parts.length === 0 || parts.some((part) => inside.has(part))) return;
    const within = new Set([...inside, ...parts]);
    const flat = flattenSchema(schema, current, PLAIN);
    describe(current, path, within);
    if (isSchemaObject(flat.items)) descend(flat.items, `${path}[]`, within);
    const values = [flat.additionalProperties, ...Object.values(flat.patternProperties ?? {})];
    for (const value of values) if (isSchemaObject(value)) descend(value, `${path}.*`, within);
  };
  describe(schema, "", new Set(nestingParts(schema, schema)));
  return fields;
}

function describeField(root: JsonSchema, property: JsonSchema, path: string, required: boolean): SchemaField {
  const flat = flattenSchema(root, property, PLAIN);
  const secret = isSecret(root, property);
  const environment = flat["x-env"];
  return {
    path,
    type: describeType(root, property),
    required,
    description: String(flat.description ?? flat.title ?? ""),
    secret,
    deprecated: flat.deprecated === true,
    ...(Object.hasOwn(flat, "default") && !secret
      ? { default: JSON.stringify(maskSecrets(root, property, flat.default)) }
      : {}),
    ...(typeof environment === "string" ? { environment } : {}),
  };
}

/** Fields that are required whatever branch is taken. */
function requiredNames(root: JsonSchema, schema: JsonSchema): ReadonlySet<string> {
  if (!isSchemaObject(schema)) return new Set();
  const { anyOf, oneOf, ...unconditional } = schema;
  return new Set(flattenSchema(root, unconditional, PLAIN).required ?? []);
}
