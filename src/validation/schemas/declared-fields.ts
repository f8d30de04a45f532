import type { JsonSchema, JsonSchemaObject } from "../../contract/json-schema.js";
import { isObject } from "../json-value.js";
import { hasKeyword, isSchemaObject } from "../schema-keywords.js";
import { referenceOf } from "../schema-reference.js";

/** What a schema says about the fields of one object, with everything that applies to the same object. */
export interface DeclaredFields {
  readonly names: ReadonlySet<string>;
  /** Name patterns, which admit more than the names. */
  readonly patterns: readonly string[];
  /** True when there is a list of fields at all; it may be empty. */
  readonly listed: boolean;
  /** True when any further field is described too, or when what a reference adds cannot be known. */
  readonly open: boolean;
}

/** Collects the fields that a schema declares, through references and every applicator but `not`. */
export function declaredFields(root: JsonSchema, schema: JsonSchema): DeclaredFields {
  const names = new Set<string>();
  const patterns: string[] = [];
  const seen = new Set<JsonSchema>();
  let listed = false;
  let open = false;
  const collect = (current: JsonSchema): void => {
    if (!isSchemaObject(current) || seen.has(current)) return;
    seen.add(current);
    if (current.properties !== undefined) listed = true;
    for (const name of Object.keys(current.properties ?? {})) names.add(name);
    patterns.push(...Object.keys(current.patternProperties ?? {}));
    for (const keyword of ["additionalProperties", "unevaluatedProperties"] as const) {
      if (current[keyword] !== undefined && current[keyword] !== false) open = true;
    }
    if (typeof current.$dynamicRef === "string" || isDangling(root, current)) open = true;
    for (const part of inPlaceSubschemas(root, current)) collect(part);
  };
  collect(schema);
  return { names, patterns, listed, open };
}

/** True when the schema declares which fields there are, if only that there are none. */
export function declaresFields(root: JsonSchema, schema: JsonSchema): boolean {
  const { listed, patterns, open } = declaredFields(root, schema);
  return listed || patterns.length > 0 || open;
}

const inPlace: ReadonlySet<string> = new Set(
  "$ref allOf anyOf oneOf if then else dependentSchemas".split(" "),
);

/** The direct subschemas that apply to the same value, with the target of `$ref`; not `not`, which declares nothing. */
export function inPlaceSubschemas(root: JsonSchema, schema: JsonSchemaObject): JsonSchema[] {
  const parts: JsonSchema[] = [];
  if (!hasKeyword(schema, inPlace)) return parts;
  const target = referenceOf(root, schema);
  if (target !== undefined) parts.push(target);
  for (const keyword of ["allOf", "anyOf", "oneOf"] as const) {
    const list = schema[keyword];
    if (Array.isArray(list)) parts.push(...list);
  }
  for (const keyword of ["if", "then", "else"] as const) {
    const part = schema[keyword];
    if (part !== undefined) parts.push(part);
  }
  if (isObject(schema.dependentSchemas))
    parts.push(...(Object.values(schema.dependentSchemas) as JsonSchema[]));
  return parts;
}

function isDangling(root: JsonSchema, schema: JsonSchemaObject): boolean {
  return typeof schema.$ref === "string" && referenceOf(root, schema) === undefined;
}
