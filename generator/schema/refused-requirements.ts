import type { JsonSchema, JsonSchemaObject } from "../../src/contract/json-schema.js";
import type { DocumentPath } from "../../src/source/json-pointer.js";
import { isObject } from "../../src/validation/json-value.js";
import { forEachSubschema } from "../../src/validation/schema-keywords.js";
import { closeObjects } from "../../src/validation/schemas/close-objects.js";
import { declaredFields } from "../../src/validation/schemas/declared-fields.js";
import { withinTime } from "../manifest/within-time.js";
import { definitionName, definitionOf, type PlacedSchema } from "./applied-schemas.js";

/** A field that an object requires and refuses, so that nothing fits the object. */
export interface RefusedRequirement {
  readonly name: string;
  /** Where the name stands in a list of `required`, in the bundled schema. */
  readonly path: DocumentPath;
  /** Fields that the object has and does not require. */
  readonly others: readonly string[];
}

/**
 * Whether an object may have a field for reasons that its schema does not know. `at` leads to the object from the root:
 * names of fields, or `*` where any is meant, and nothing for the items of lists.
 */
export type Admits = (at: readonly string[], name: string) => boolean;

/** A schema as it is written, and as it is once all objects are closed. */
interface Part extends PlacedSchema {
  readonly closed: JsonSchema;
}

/** What always applies to one object: its schema first, with its references and the parts of `allOf`. */
interface ObjectParts {
  readonly at: readonly string[];
  readonly parts: readonly Part[];
}

/**
 * Finds the fields that are always required in an object which takes no such field. Branches are not looked at: one that
 * nothing fits may be meant so. Objects inside of branches are.
 */
export function refusedRequirements(schema: JsonSchema, admits: Admits): RefusedRequirement[] {
  // Closing a schema takes many times as long as this.
  if (!objectsOf(schema, schema).some(mayRefuse)) return [];
  const closed = closeObjects(schema);
  return objectsOf(schema, closed).flatMap(({ at, parts }) => {
    const refusing = closers(closed, parts);
    if (refusing.length === 0 || !describesOnlyObjects(parts)) return [];
    const required = requirements(parts);
    const names = new Set(required.map(({ name }) => name));
    const others = [...new Set(refusing.flatMap(({ names: known }) => [...known]))].filter(
      (name) => !names.has(name),
    );
    return required
      .filter(({ name }) => refusing.some((closer) => !takes(closer, name)) && !admits(at, name))
      .map((requirement) => ({ ...requirement, others }));
  });
}

/** The names that are always required in the object at the root. */
export function rootRequirements(schema: JsonSchema): readonly PlacedName[] {
  return requirements(partsOf(schema, schema, { schema, path: [], closed: schema }));
}

export interface PlacedName {
  readonly name: string;
  readonly path: DocumentPath;
}

function requirements(parts: readonly Part[]): PlacedName[] {
  return parts.flatMap(({ schema, path }) => {
    const required = isObject(schema) ? (schema as JsonSchemaObject).required : undefined;
    return (required ?? []).map((name, index) => ({ name, path: [...path, "required", index] }));
  });
}

/** False where an object surely has all that it requires. */
function mayRefuse({ parts }: ObjectParts): boolean {
  const required = requirements(parts);
  if (required.length === 0 || parts.length > 1) return required.length > 0;
  const { schema } = parts[0] as Part;
  const { properties = {} } = schema as JsonSchemaObject;
  return required.some(({ name }) => !Object.hasOwn(properties, name));
}

/** The fields that one part leaves an object. */
interface Closer {
  readonly names: ReadonlySet<string>;
  readonly patterns: readonly string[];
}

function closers(root: JsonSchema, parts: readonly Part[]): Closer[] {
  return parts.flatMap(({ closed }): Closer[] => {
    if (!isObject(closed)) return [];
    const { properties = {}, patternProperties = {}, ...rest } = closed as JsonSchemaObject;
    if (rest.additionalProperties === false)
      return [{ names: new Set(Object.keys(properties)), patterns: Object.keys(patternProperties) }];
    if (rest.additionalProperties !== undefined || rest.unevaluatedProperties !== false) return [];
    const declared = declaredFields(root, closed);
    return declared.open ? [] : [declared];
  });
}

/** A pattern that does not come to an end may take any name. */
function takes({ names, patterns }: Closer, name: string): boolean {
  if (names.has(name)) return true;
  return patterns.some((pattern) => withinTime(() => new RegExp(pattern, "u").test(name))?.result ?? true);
}

/** Where other values are allowed too, something may fit. A schema without a type that requires fields means objects. */
function describesOnlyObjects(parts: readonly Part[]): boolean {
  return parts.every(({ schema }) => {
    const type = isObject(schema) ? (schema as JsonSchemaObject).type : undefined;
    return type === undefined || [type].flat().every((name) => name === "object");
  });
}

/** Keywords with the schemas of members, which are objects of their own. */
const members: ReadonlySet<string> = new Set(
  "properties patternProperties additionalProperties unevaluatedProperties items prefixItems unevaluatedItems".split(
    " ",
  ),
);
/** Keywords with schemas of the same value that describe it, and do not only ask about it. */
const alternatives: ReadonlySet<string> = new Set(["anyOf", "oneOf"]);

/** Every object that a bundled schema describes, outermost first. `closed` is the same schema, closed or not. */
function objectsOf(root: JsonSchema, closed: JsonSchema): ObjectParts[] {
  const found: ObjectParts[] = [];
  const seen = new Set<JsonSchema>();
  const visit = (part: Part, at: readonly string[], isBranch: boolean): void => {
    if (!isObject(part.closed) || seen.has(part.closed)) return;
    seen.add(part.closed);
    const parts = partsOf(root, closed, part);
    if (!isBranch) found.push({ at, parts });
    for (const each of parts) {
      forEachPart(each, (inner, keyword, key) => {
        if (alternatives.has(keyword)) visit(inner, at, true);
        if (!members.has(keyword)) return;
        const isNamed = keyword === "properties" && key !== undefined;
        const isField = /[pP]roperties$/.test(keyword);
        visit(inner, isField ? [...at, isNamed ? String(key) : "*"] : [...at, "[]"], false);
      });
    }
  };
  visit({ schema: root, path: [], closed }, [], false);
  return found;
}

/** A schema with all that always applies to the same value. */
function partsOf(root: JsonSchema, closedRoot: JsonSchema, start: Part): Part[] {
  const parts = [start];
  const entered = new Set<string>();
  // The list grows while it is walked.
  for (const part of parts) {
    const { schema, closed } = part;
    if (!isObject(schema) || !isObject(closed)) continue;
    const [name, closedName] = [definitionName(schema.$ref), definitionName(closed.$ref)];
    if (name !== undefined && closedName !== undefined && !entered.has(closedName)) {
      entered.add(closedName);
      const [target, closedTarget] = [definitionOf(root, name), definitionOf(closedRoot, closedName)];
      if (target !== undefined && closedTarget !== undefined)
        parts.push({ schema: target, path: ["$defs", name], closed: closedTarget });
    }
    forEachPart(part, (inner, keyword) => {
      if (keyword === "allOf") parts.push(inner);
    });
  }
  return parts;
}

/** Closing a schema keeps all places, so that what is written and what it becomes can be walked together. */
function forEachPart(
  { schema, path, closed }: Part,
  visit: (part: Part, keyword: string, key: string | number | undefined) => void,
): void {
  if (!isObject(schema) || !isObject(closed)) return;
  forEachSubschema(schema as JsonSchemaObject, (inner, keyword, key) => {
    const holder = closed[keyword] as { readonly [key: string | number]: JsonSchema } | JsonSchema;
    const counterpart = key === undefined ? (holder as JsonSchema) : memberOf(holder, key);
    if (counterpart === undefined) return;
    const place = key === undefined ? [...path, keyword] : [...path, keyword, key];
    visit({ schema: inner, path: place, closed: counterpart }, keyword, key);
  });
}

function memberOf(holder: unknown, key: string | number): JsonSchema | undefined {
  if (typeof holder !== "object" || holder === null || !Object.hasOwn(holder, key)) return undefined;
  return (holder as { readonly [key: string | number]: JsonSchema })[key];
}
