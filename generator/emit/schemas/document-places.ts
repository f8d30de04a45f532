import type { JsonSchema, JsonSchemaObject } from "../../../src/contract/json-schema.js";
import type { ChoicePlacement } from "../../../src/contract/kind.js";
import { isSchemaObject } from "../../../src/validation/schema-keywords.js";
import { referenceOf } from "../../../src/validation/schema-reference.js";
import { mapNamed } from "../traversal/schema-map.js";

/** A schema to put into the document's schema at a kind's place. */
export interface PlacedSchema {
  readonly at: ChoicePlacement["at"];
  readonly schema: JsonSchema;
}

/**
 * The document's schema with every kind's place filled in. Objects on the way are made where the document's own schema
 * does not describe them, closed or open like the object around them; definitions on the way are copied in, since
 * others may refer to them too.
 */
export function placeInDocument(
  document: JsonSchemaObject,
  placed: readonly PlacedSchema[],
): JsonSchemaObject {
  return placed.reduce<JsonSchemaObject>(
    (schema, { at, schema: choice }) => place(document, schema, at, choice) as JsonSchemaObject,
    document,
  );
}

function place(root: JsonSchema, schema: JsonSchema, at: readonly string[], choice: JsonSchema): JsonSchema {
  const [segment, ...rest] = at;
  if (segment === undefined) return choice;
  const object = asObject(root, schema);
  const fill = (member: JsonSchema): JsonSchema => place(root, member, rest, choice);
  if (segment !== "*") {
    const properties = object.properties ?? {};
    const known = Object.hasOwn(properties, segment) ? properties[segment] : undefined;
    return { ...object, properties: { ...properties, [segment]: fill(known ?? unnamedFields(object)) } };
  }
  const { properties, patternProperties } = object;
  const hasNames = properties !== undefined || patternProperties !== undefined;
  const others = unnamedFields(object);
  return {
    ...object,
    ...(properties ? { properties: mapNamed(properties, fill) } : {}),
    ...(patternProperties ? { patternProperties: mapNamed(patternProperties, fill) } : {}),
    ...(others === false && hasNames ? {} : { additionalProperties: fill(others) }),
  };
}

/** What describes a field of an object that it does not name: nothing (`false`) in a closed one. */
function unnamedFields(object: JsonSchemaObject): JsonSchema {
  const isClosed = object.additionalProperties === undefined && object.unevaluatedProperties === false;
  return isClosed ? false : (object.additionalProperties ?? true);
}

/** A schema as one whose members can be added to: its reference followed, made up where there is none. */
function asObject(root: JsonSchema, schema: JsonSchema): JsonSchemaObject {
  if (schema === false) return { type: "object", additionalProperties: false };
  if (!isSchemaObject(schema)) return { type: "object" };
  const target = referenceOf(root, schema);
  if (target === undefined) return schema;
  const { $ref, ...own } = schema;
  return { ...asObject(root, target), ...own };
}

/** The objects of the document's own schema that lie on the way to a place, and how they are to be extended in types. */
export interface PlacePath {
  /** Schemas on the way, as they stand in the document's schema. */
  readonly objects: readonly JsonSchema[];
  /** For each step: whether other fields than those of the place may stand beside it and are described nowhere else. */
  readonly open: readonly boolean[];
}

/** Follows a place through the document's own schema. */
export function pathToPlace(document: JsonSchemaObject, at: readonly string[]): PlacePath {
  const objects: JsonSchema[] = [];
  const open: boolean[] = [];
  let members: readonly JsonSchema[] = [document];
  for (const segment of at) {
    objects.push(...members.flatMap((member) => referenceChain(document, member)));
    open.push(members.includes(true));
    members = members.flatMap((member) => membersAt(asObject(document, member), segment));
  }
  return { objects, open };
}

function referenceChain(root: JsonSchema, schema: JsonSchema): JsonSchema[] {
  const target = isSchemaObject(schema) ? referenceOf(root, schema) : undefined;
  return target === undefined ? [schema] : [schema, ...referenceChain(root, target)];
}

function membersAt(object: JsonSchemaObject, segment: string): JsonSchema[] {
  const properties = object.properties ?? {};
  const others = unnamedFields(object);
  if (segment !== "*") return [Object.hasOwn(properties, segment) ? (properties[segment] ?? true) : others];
  const named = [...Object.values(properties), ...Object.values(object.patternProperties ?? {})];
  return others === false && named.length > 0 ? named : [...named, others];
}
