import type { JsonSchema, JsonSchemaObject } from "../../src/contract/json-schema.js";
import { type DocumentPath, toPointer } from "../../src/source/json-pointer.js";
import { isObject } from "../../src/validation/json-value.js";
import {
  appliedSchemas,
  definitionName,
  definitionOf,
  fieldsOf,
  type PlacedSchema,
} from "./applied-schemas.js";
import { annotations } from "./keywords.js";

/** What the document's own schema says about a place where a kind's choice is to stand. */
export interface PlaceConflict {
  readonly reason: string;
  /** Where the bundled schema says so. */
  readonly path: DocumentPath;
}

const nothing: ReadonlySet<string> = new Set();
const always: ReadonlySet<string> = new Set(["allOf"]);

/**
 * Finds what keeps a choice from standing at a place: a field that is no object, or one with content of its own.
 * Conditions may speak of the place; they do not describe the document.
 */
export function placeConflict(root: JsonSchema, at: readonly string[]): PlaceConflict | undefined {
  let level: PlacedSchema[] = [{ schema: root, path: [] }];
  for (const [depth, segment] of at.entries()) {
    const isLast = depth === at.length - 1;
    const direct = membersOf(root, level, segment, nothing);
    for (const { schema, path } of membersOf(root, level, segment, always)) {
      if (isLast) {
        if (!isPlaceholder(root, schema))
          return { reason: "the document's schema describes this field itself", path };
      } else if (!direct.some((member) => toPointer(member.path) === toPointer(path))) {
        // An object that a part describes is closed there, without the place.
        return {
          reason: `the document's schema describes ${at.slice(0, depth + 1).join(".")} inside allOf`,
          path,
        };
      } else if (!mayBeObject(root, { schema, path })) {
        return {
          reason: `the document's schema says that ${at.slice(0, depth + 1).join(".")} is not an object`,
          path,
        };
      }
    }
    level = direct;
  }
  return undefined;
}

/**
 * The document's schema without placeholders at the kinds' places. Definitions on the way to one are copied in,
 * since others may refer to them too.
 */
export function withoutPlaces(
  root: JsonSchemaObject,
  places: readonly (readonly string[])[],
): JsonSchemaObject {
  return places.reduce((schema, at) => removePlace(root, schema, at) as JsonSchemaObject, root);
}

/** What describes the field `segment` of an object, or any field of it for `*`. */
function membersOf(
  root: JsonSchema,
  objects: readonly PlacedSchema[],
  segment: string,
  keywords: ReadonlySet<string>,
): PlacedSchema[] {
  return objects
    .flatMap((object) => appliedSchemas(root, object, keywords))
    .flatMap((part) => membersAt(part, segment));
}

function membersAt({ schema, path }: PlacedSchema, segment: string): PlacedSchema[] {
  if (!isObject(schema)) return [];
  const { patternProperties = {}, additionalProperties } = schema as JsonSchemaObject;
  const isStar = segment === "*";
  const named = Object.entries(fieldsOf(schema))
    .filter(([name]) => isStar || name === segment)
    .map(([name, member]) => ({ schema: member, path: [...path, "properties", name] }));
  const patterned = Object.entries(patternProperties)
    .filter(([pattern]) => isStar || new RegExp(pattern, "u").test(segment))
    .map(([pattern, member]) => ({ schema: member, path: [...path, "patternProperties", pattern] }));
  const described = [...named, ...patterned];
  if (additionalProperties === undefined || additionalProperties === false) return described;
  if (!isStar && described.length > 0) return described;
  return [...described, { schema: additionalProperties, path: [...path, "additionalProperties"] }];
}

/** True for a field that only says that there is an object: the kind's choice takes its place. */
function isPlaceholder(root: JsonSchema, schema: JsonSchema): boolean {
  return appliedSchemas(root, { schema, path: [] }).every(({ schema: part }) => {
    if (!isObject(part)) return part;
    return Object.entries(part).every(
      ([keyword, value]) =>
        annotations.has(keyword) ||
        keyword === "$ref" ||
        (keyword === "type" && value === "object") ||
        (keyword === "additionalProperties" && value === true),
    );
  });
}

function mayBeObject(root: JsonSchema, start: PlacedSchema): boolean {
  return appliedSchemas(root, start).every(
    ({ schema }) => !isObject(schema) || schema.type === undefined || [schema.type].flat().includes("object"),
  );
}

function removePlace(
  root: JsonSchema,
  schema: JsonSchema | undefined,
  at: readonly string[],
): JsonSchema | undefined {
  const [segment, ...rest] = at;
  if (segment === undefined) return undefined;
  if (schema === undefined || !isObject(schema)) return schema;
  const name = definitionName(schema.$ref);
  const target = name === undefined ? undefined : definitionOf(root, name);
  if (target !== undefined && declares(root, target, at)) {
    const { $ref: _, ...own } = schema as JsonSchemaObject;
    const inlined = isObject(target) ? { ...target, ...own } : own;
    return removePlace(root, inlined, at);
  }
  const { properties, additionalProperties, ...others } = schema as JsonSchemaObject;
  const entries = Object.entries(properties ?? {}).flatMap(([field, member]): [string, JsonSchema][] => {
    const next = segment === "*" || segment === field ? removePlace(root, member, rest) : member;
    return next === undefined ? [] : [[field, next]];
  });
  const isStar = segment === "*" && additionalProperties !== undefined && additionalProperties !== false;
  const more = isStar ? removePlace(root, additionalProperties, rest) : additionalProperties;
  return {
    ...others,
    ...(properties === undefined ? {} : { properties: Object.fromEntries(entries) }),
    ...(more === undefined ? {} : { additionalProperties: more }),
  };
}

/** Whether something stands at a place below a schema. */
function declares(root: JsonSchema, schema: JsonSchema, at: readonly string[]): boolean {
  let level: PlacedSchema[] = [{ schema, path: [] }];
  for (const segment of at) level = membersOf(root, level, segment, nothing);
  return level.length > 0;
}
