import type { JsonSchema, JsonSchemaObject } from "../../../src/contract/json-schema.js";
import { isObject, setOwn } from "../../../src/validation/json-value.js";
import { isSchemaObject } from "../../../src/validation/schema-keywords.js";
import { flattenSchema } from "../traversal/flatten-schema.js";
import { forEachInPlace, rewriteSchema } from "../traversal/schema-map.js";
import { environmentName, matches, sampleString } from "./sample-string.js";

const PLAIN = { branch: 0, condition: "none" } as const;

/** What is shown for a secret: `${API_TOKEN}`, or a made-up text where the schema does not let that pass. */
export function secretPlaceholder(flat: JsonSchemaObject, fieldName: string): string {
  const variable = typeof flat["x-env"] === "string" ? flat["x-env"] : environmentName(fieldName);
  const placeholder = `\${${variable}}`;
  const accepts = typeof flat.pattern !== "string" || matches(flat.pattern, placeholder);
  return accepts && flat.format === undefined ? placeholder : sampleString(flat, fieldName);
}

/** Whether a schema describes a secret, in whatever branch. */
export function isSecret(root: JsonSchema, schema: JsonSchema): boolean {
  let found = false;
  forEachInPlace(root, schema, (part) => {
    if (part["x-secret"] === true) found = true;
  });
  return found;
}

/** A value that an author gave as an example or default, with its secrets replaced; those that are no text are left out. */
export function maskSecrets(root: JsonSchema, schema: JsonSchema, value: unknown, fieldName = ""): unknown {
  if (isSecret(root, schema)) {
    return typeof value === "string"
      ? secretPlaceholder(flattenSchema(root, schema, PLAIN), fieldName)
      : undefined;
  }
  if (Array.isArray(value)) {
    return value.map((item, index) => maskSecrets(root, memberSchema(root, schema, index), item, fieldName));
  }
  if (!isObject(value)) return value;
  const masked = {};
  for (const [name, member] of Object.entries(value)) {
    const shown = maskSecrets(root, memberSchema(root, schema, name), member, name);
    if (shown !== undefined) setOwn(masked, name, shown);
  }
  return masked;
}

/** All that any branch of a schema says of one field, or of one item, as one schema. */
function memberSchema(root: JsonSchema, schema: JsonSchema, key: string | number): JsonSchema {
  const found: JsonSchema[] = [];
  forEachInPlace(root, schema, (part) => {
    if (typeof key === "number") {
      found.push(part.prefixItems?.[key] ?? part.items ?? true);
      return;
    }
    const { properties = {}, patternProperties = {}, additionalProperties = true } = part;
    const patterns = Object.entries(patternProperties).filter(([pattern]) => matches(pattern, key));
    const own = Object.hasOwn(properties, key) ? [properties[key] ?? true] : [];
    found.push(additionalProperties, ...own, ...patterns.map(([, matching]) => matching));
  });
  return { allOf: found.filter(isSchemaObject) };
}

/** A schema without the values of secrets that its author gave as examples or defaults. */
export function withoutSecretValues(root: JsonSchema, schema: JsonSchemaObject): JsonSchemaObject {
  const hasDefault = Object.hasOwn(schema, "default");
  if (!hasDefault && schema.examples === undefined) return schema;
  const { default: fallback, examples, ...rest } = schema;
  if (isSecret(root, schema)) return rest;
  return {
    ...schema,
    ...(hasDefault ? { default: maskSecrets(root, schema, fallback) } : {}),
    ...(examples === undefined
      ? {}
      : { examples: examples.map((example) => maskSecrets(root, schema, example)) }),
  };
}

/** A whole schema without the values of secrets. */
export function publishedSchema(schema: JsonSchema): JsonSchema {
  return rewriteSchema(schema, (part) => withoutSecretValues(schema, part));
}

/** A schema for the run time: it applies defaults, be they secret or not, but has no use for examples of secrets. */
export function runtimeSchema(schema: JsonSchema): JsonSchema {
  return rewriteSchema(schema, (part) => {
    if (part.examples === undefined) return part;
    const { examples: _examples, ...rest } = part;
    const { examples } = withoutSecretValues(schema, part);
    return examples === undefined ? rest : { ...part, examples };
  });
}
