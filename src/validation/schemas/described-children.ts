import type { JsonSchema } from "../../contract/json-schema.js";
import { forEachSubschema, isSchemaObject } from "../schema-keywords.js";
import { declaredFields, inPlaceSubschemas } from "./declared-fields.js";

/** The keywords that describe values inside a value. */
const childKeywords: ReadonlySet<string> = new Set([
  "properties",
  "patternProperties",
  "additionalProperties",
  "unevaluatedProperties",
  "items",
  "prefixItems",
  "unevaluatedItems",
]);

/** A name for the place inside a value that a subschema describes, so that two schemas can be compared. */
export function childKey(keyword: string, key: string | number | undefined): string {
  return key === undefined ? keyword : `${keyword}/${key}`;
}

/** Everything that a schema says about the values inside a value, by place; conditions are not followed. */
export function describedChildren(root: JsonSchema, schema: JsonSchema): Map<string, JsonSchema[]> {
  const children = new Map<string, JsonSchema[]>();
  const seen = new Set<JsonSchema>();
  const collect = (current: JsonSchema): void => {
    if (!isSchemaObject(current) || seen.has(current)) return;
    seen.add(current);
    for (const [place, child] of ownChildren(current)) {
      children.set(place, [...(children.get(place) ?? []), child]);
    }
    for (const part of inPlaceSubschemas(root, current)) if (part !== current.if) collect(part);
  };
  collect(schema);
  return children;
}

/** What the keywords of this very schema say about the values inside, by place; `false` describes no value. */
export function ownChildren(schema: JsonSchema): Map<string, JsonSchema> {
  const children = new Map<string, JsonSchema>();
  if (!isSchemaObject(schema)) return children;
  forEachSubschema(schema, (child, keyword, key) => {
    if (childKeywords.has(keyword) && child !== false) children.set(childKey(keyword, key), child);
  });
  return children;
}

/** Comparing two schemas this deep is enough; deeper ones are recursive and repeat themselves. */
const depthLimit = 12;

/** Whether closing `schema` leaves room for every field that the other schema describes, at any depth. */
export function coversFields(root: JsonSchema, schema: JsonSchema, other: JsonSchema, depth = 0): boolean {
  if (depth > depthLimit || schema === other) return true;
  const mine = declaredFields(root, schema);
  const theirs = declaredFields(root, other);
  if (theirs.open || theirs.patterns.some((pattern) => !mine.patterns.includes(pattern))) return false;
  for (const name of theirs.names) if (!mine.names.has(name)) return false;
  const myChildren = describedChildren(root, schema);
  for (const [place, schemas] of describedChildren(root, other)) {
    const counterparts = myChildren.get(place) ?? [];
    const covered = schemas.every((child) =>
      counterparts.every((counterpart) => coversFields(root, counterpart, child, depth + 1)),
    );
    if (!covered) return false;
  }
  return true;
}
