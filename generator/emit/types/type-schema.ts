import type { JsonSchema, JsonSchemaObject } from "../../../src/contract/json-schema.js";
import { byCodeUnit } from "../../../src/validation/json-value.js";
import { isSchemaObject } from "../../../src/validation/schema-keywords.js";
import { declaredFields } from "../../../src/validation/schemas/declared-fields.js";
import { literalType } from "../code.js";
import { hasStructure, isComposed, typesOf } from "../schema-types.js";
import { conditionalProperties, unconditionalProperties } from "../traversal/conditional-properties.js";
import { typeDocumentation } from "./type-documentation.js";

/**
 * The plain, structural schema that types are printed of: nothing but objects, arrays, unions,
 * intersections and ready-made type texts. Whatever it cannot say is widened, never narrowed: a type must not
 * refuse a config that the validator accepts.
 */
export interface TypeSchema {
  readonly description?: string;
  readonly tsType?: string;
  readonly type?: "object" | "array";
  readonly properties?: { readonly [name: string]: TypeSchema };
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | TypeSchema;
  readonly items?: TypeSchema | readonly TypeSchema[];
  readonly additionalItems?: boolean | TypeSchema;
  readonly allOf?: readonly TypeSchema[];
  readonly anyOf?: readonly TypeSchema[];
}

/** What the lowering of a schema depends on beside the schema. */
export interface TypeContext {
  readonly root: JsonSchema;
  /** The type's name for a `$ref`. */
  readonly nameOf: (reference: string) => string;
  /** Objects that other types are intersected with; they must not become `Record<string, never>`. */
  readonly extended: ReadonlySet<JsonSchema>;
}

/** How the schema around an in-place subschema (as under `allOf`) closes the object that both describe. */
interface Host {
  /** The host refuses fields that nobody declares, so its parts need no index signature. */
  readonly closed: boolean;
  /** Fields that the host and its other parts declare. */
  readonly declared: ReadonlySet<string>;
  /** The type of the fields that none of them declares. */
  readonly others: TypeSchema;
}

const UNKNOWN: TypeSchema = { tsType: "unknown" };
const NEVER: TypeSchema = { tsType: "never" };
const EMPTY_OBJECT: TypeSchema = { tsType: "Record<string, never>" };
const LONGEST_TUPLE = 8;

const SCALARS: { readonly [type: string]: string } = {
  string: "string",
  integer: "number",
  number: "number",
  boolean: "boolean",
  null: "null",
};

const isUnknown = (schema: TypeSchema): boolean => schema.tsType === "unknown";

/** Lowers a schema, and what is nested in it, for the printer. `closed`: it is only ever used inside a closed object. */
export function toTypeSchema(schema: JsonSchema, context: TypeContext, closed = false): TypeSchema {
  return lower(schema, context, closed ? { closed, declared: new Set(), others: UNKNOWN } : undefined);
}

function lower(schema: JsonSchema, context: TypeContext, host?: Host): TypeSchema {
  if (!isSchemaObject(schema)) return schema ? UNKNOWN : NEVER;
  const description = typeDocumentation(context.root, schema);
  const body = lowerBody(schema, context, host);
  return description === "" ? body : { ...body, description };
}

function lowerBody(schema: JsonSchemaObject, context: TypeContext, host: Host | undefined): TypeSchema {
  if (Object.hasOwn(schema, "const")) return { tsType: literalType(schema.const) };
  if (schema.enum !== undefined) return literalUnion(schema.enum);
  const scalar = scalarType(schema);
  if (scalar !== undefined) return scalar;
  const inner: Host = {
    closed: isClosed(schema, host),
    declared: new Set([...(host?.declared ?? []), ...unconditionalProperties(context.root, schema)]),
    others: isSchemaObject(schema.additionalProperties)
      ? union(indexTypes(schema, context, false))
      : (host?.others ?? UNKNOWN),
  };
  const parts: TypeSchema[] = [ownType(schema, context, host, inner)];
  if (schema.$ref !== undefined) parts.push({ tsType: context.nameOf(schema.$ref) });
  for (const part of schema.allOf ?? []) parts.push(lower(part, context, inner));
  for (const branches of [schema.anyOf, schema.oneOf]) {
    if (branches) parts.push(union(branches.map((branch) => lower(branch, context, inner))));
  }
  const telling = parts.filter((part) => !isUnknown(part));
  if (telling.length <= 1) return telling[0] ?? UNKNOWN;
  return { allOf: telling };
}

/** The type of a value that nothing is inside of, and that no other schema describes; undefined for any other. */
function scalarType(schema: JsonSchemaObject): TypeSchema | undefined {
  if (schema.type === undefined || hasStructure(schema)) return undefined;
  const types = [schema.type].flat();
  if (!types.every((type) => Object.hasOwn(SCALARS, type))) return undefined;
  return union(types.map((type) => ({ tsType: SCALARS[type] ?? "unknown" })));
}

/** Whether undeclared fields are refused: by the schema itself or, where it does not say, by its host. */
function isClosed(schema: JsonSchemaObject, host: Host | undefined): boolean {
  const { additionalProperties, unevaluatedProperties } = schema;
  if (additionalProperties === false || unevaluatedProperties === false) return true;
  return additionalProperties === undefined && unevaluatedProperties === undefined && host?.closed === true;
}

/** The type that the schema's own keywords describe, without those that combine other schemas. */
function ownType(
  schema: JsonSchemaObject,
  context: TypeContext,
  host: Host | undefined,
  inner: Host,
): TypeSchema {
  const types = typesOf(schema);
  if (types === undefined) return UNKNOWN;
  return union(
    types.map((type) => {
      if (type === "object") return objectType(schema, context, host, inner);
      if (type === "array") return arrayType(schema, context);
      return { tsType: SCALARS[type] ?? "unknown" };
    }),
  );
}

function objectType(
  schema: JsonSchemaObject,
  context: TypeContext,
  host: Host | undefined,
  inner: Host,
): TypeSchema {
  const properties = new Map<string, TypeSchema>();
  for (const [name, property] of Object.entries(schema.properties ?? {}))
    properties.set(name, lower(property, context));
  const index = indexTypes(schema, context, inner.closed);
  for (const name of schema.required ?? []) {
    if (!properties.has(name)) properties.set(name, inner.declared.has(name) ? UNKNOWN : inner.others);
  }
  if (inner.closed && index.length === 0 && schema.additionalProperties === undefined) {
    for (const [name, found] of conditionalProperties(context.root, schema)) {
      if (inner.declared.has(name) || properties.has(name)) continue;
      properties.set(name, union(found.map((property) => lower(property, context))));
    }
  }
  if (properties.size === 0 && index.length === 0) {
    const isPart = host !== undefined || isComposed(schema);
    if (isPart) return UNKNOWN;
    return context.extended.has(schema) ? { type: "object", additionalProperties: false } : EMPTY_OBJECT;
  }
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    required: schema.required ?? [],
    additionalProperties: index.length === 0 ? false : indexSignature(index, [...properties.values()]),
  };
}

/**
 * TypeScript wants every named field to fit the index signature, and the printer widens that to the fields' types.
 * Of intersections it cannot be told whether they fit, so beside one the other fields may hold anything.
 */
function indexSignature(index: readonly TypeSchema[], properties: readonly TypeSchema[]): TypeSchema {
  return properties.some(holdsIntersection) ? UNKNOWN : union(index);
}

function holdsIntersection(schema: TypeSchema): boolean {
  const { allOf, anyOf = [], properties = {}, additionalProperties, items = [], additionalItems } = schema;
  const nested = [
    ...anyOf,
    ...Object.values(properties),
    ...[items].flat(),
    additionalProperties,
    additionalItems,
  ];
  return allOf !== undefined || nested.some((part) => typeof part === "object" && holdsIntersection(part));
}

/** The types of fields that are not named: those of patterns, and what `additionalProperties` lets in. */
function indexTypes(schema: JsonSchemaObject, context: TypeContext, closed: boolean): TypeSchema[] {
  const { patternProperties = {}, additionalProperties } = schema;
  const patterns = Object.entries(patternProperties).sort(([a], [b]) => byCodeUnit(a, b));
  if (additionalProperties === undefined) {
    // An index signature speaks of all fields, also of those that do not match and that another part describes.
    return closed && patterns.length === 0 && !conditionsAreOpen(schema, context) ? [] : [UNKNOWN];
  }
  const types = patterns.map(([, pattern]) => lower(pattern, context));
  return additionalProperties === false ? types : [...types, lower(additionalProperties, context)];
}

/** Whether a condition of the schema lets fields pass that it does not name. */
function conditionsAreOpen(schema: JsonSchemaObject, context: TypeContext): boolean {
  const {
    if: condition = true,
    then: consequence = true,
    else: alternative = true,
    dependentSchemas = {},
  } = schema;
  const dependent = Object.values(dependentSchemas as { readonly [name: string]: JsonSchema });
  const { open, patterns } = declaredFields(context.root, {
    allOf: [condition, consequence, alternative, ...dependent],
  });
  return open || patterns.length > 0;
}

/** Arrays, and tuples as the union of all the lengths that they may have. */
function arrayType(schema: JsonSchemaObject, context: TypeContext): TypeSchema {
  const rest = schema.items === undefined ? UNKNOWN : lower(schema.items, context);
  const prefix = (schema.prefixItems ?? []).map((item) => lower(item, context));
  if (prefix.length === 0) {
    return schema.items === false
      ? { type: "array", items: [], additionalItems: false }
      : { type: "array", items: rest };
  }
  if (prefix.length > LONGEST_TUPLE) return { type: "array", items: union([...prefix, rest]) };
  const shortest = Math.min(typeof schema.minItems === "number" ? schema.minItems : 0, prefix.length);
  const tuples: TypeSchema[] = [];
  for (let length = shortest; length <= prefix.length; length++) {
    const open = length === prefix.length && schema.items !== false;
    tuples.push({ type: "array", items: prefix.slice(0, length), additionalItems: open ? rest : false });
  }
  return union(tuples);
}

/** A union that holds each member once; `unknown` takes in everything else. */
function union(members: readonly TypeSchema[]): TypeSchema {
  if (members.some(isUnknown) || members.length === 0) return UNKNOWN;
  const telling = members.filter((member) => member.tsType !== "never");
  if (telling.length <= 1) return telling[0] ?? NEVER;
  const distinct = [...new Map(telling.map((member) => [JSON.stringify(member), member])).values()];
  return distinct.length === 1 && distinct[0] !== undefined ? distinct[0] : { anyOf: distinct };
}

function literalUnion(values: readonly unknown[]): TypeSchema {
  if (values.length === 0) return NEVER;
  return union(values.map((value) => ({ tsType: literalType(value) })));
}
