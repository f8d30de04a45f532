import type { JsonSchema, JsonSchemaObject } from "../../../src/contract/json-schema.js";
import { byCodeUnit } from "../../../src/validation/json-value.js";
import { isSchemaObject } from "../../../src/validation/schema-keywords.js";
import { referenceOf, resolveReference } from "../../../src/validation/schema-reference.js";
import { declaredFields } from "../../../src/validation/schemas/declared-fields.js";
import { withoutEnvironmentRequirements } from "../traversal/environment-requirements.js";
import { forEachInPlace } from "../traversal/schema-map.js";
import type { RightNames } from "./misspellings.js";

/** How an object is asked for fields. */
export interface Asking {
  /** What has to hold before it is asked for a field. */
  readonly gates: readonly JsonSchema[];
  /** The field that is asked for whatever the last gate says. */
  readonly tag?: string;
  /** Fields of which only the first one that is missing is told. */
  readonly inTurn?: readonly string[];
}

/** An object that refuses unknown keys, for the schemas that judge it. */
export interface ClosedObject extends Asking {
  /** All keys that it knows. */
  readonly right: RightNames;
}

/** The object that a schema judges, if it is a closed one: by the schema itself, or by one that this is a part of. */
export function judgedObject(
  root: JsonSchema,
  schema: JsonSchemaObject,
  whole: Asking | ClosedObject | undefined,
): ClosedObject | undefined {
  const own = closedObject(root, schema);
  if (own === undefined) return whole !== undefined && "right" in whole ? whole : undefined;
  // A branch of a union that is a whole object.
  return whole?.tag === undefined ? own : { ...own, tag: whole.tag, gates: whole.gates.slice(-1) };
}

/** The object that a schema closes, with what it is made of; undefined when unknown keys are not refused. */
export function closedObject(root: JsonSchema, schema: JsonSchemaObject): ClosedObject | undefined {
  const { additionalProperties, unevaluatedProperties, ...parts } = schema;
  if (additionalProperties === false) {
    const { properties = {}, patternProperties = {} } = schema;
    return { right: { names: Object.keys(properties), patterns: Object.keys(patternProperties) }, gates: [] };
  }
  if (unevaluatedProperties !== false || additionalProperties !== undefined) return undefined;
  const { names, patterns, open } = declaredFields(root, parts);
  return open ? undefined : { right: { names, patterns }, gates: [] };
}

/** The fields that a schema may ask the object for, through all that judges the same object. */
export function askedFields(root: JsonSchema, schema: JsonSchema): ReadonlySet<string> {
  const names = new Set<string>();
  forEachInPlace(root, schema, ({ required = [], dependentRequired = {} }) => {
    const dependent = Object.values(dependentRequired as { readonly [name: string]: readonly string[] });
    for (const name of [...required, ...dependent.flat()]) names.add(name);
  });
  return names;
}

/** The fields that a schema asks the object for whatever it holds. */
export function fieldsAlwaysAsked(root: JsonSchema, schema: JsonSchema): ReadonlySet<string> {
  const names = new Set<string>();
  const seen = new Set<JsonSchema>();
  const visit = (part: JsonSchema | undefined): void => {
    if (!isSchemaObject(part) || seen.has(part)) return;
    seen.add(part);
    for (const name of withoutEnvironmentRequirements(root, part).required ?? []) names.add(name);
    for (const other of [referenceOf(root, part), ...(part.allOf ?? [])]) visit(other);
  };
  visit(schema);
  return names;
}

/**
 * Definitions as parts of closed objects: there they ask for fields in another way, which depends on the object. So
 * each is written once more for each object.
 */
export class PartDefinitions {
  readonly #root: JsonSchema;
  readonly #numbers = new Map<string, Map<string, number>>();

  constructor(root: JsonSchema) {
    this.#root = root;
  }

  /** What tells the definition as a part of this object from others; undefined where the definition serves as it is. */
  mark(reference: string, whole: Asking | ClosedObject | undefined): string | undefined {
    if (whole === undefined) return undefined;
    const target = resolveReference(this.#root, reference);
    if (!isSchemaObject(target) || askedFields(this.#root, target).size === 0) return undefined;
    const isWhole = closedObject(this.#root, target) !== undefined;
    if (isWhole ? whole.tag === undefined : !("right" in whole)) return undefined;
    const { names = [], patterns = [] } = !isWhole && "right" in whole ? whole.right : {};
    const { gates, tag, inTurn } = whole;
    const asking = isWhole ? [tag] : [gates, tag, inTurn];
    const numbers = this.#numbers.get(reference) ?? new Map<string, number>();
    this.#numbers.set(reference, numbers);
    const key = JSON.stringify([[...names].sort(byCodeUnit), [...patterns].sort(byCodeUnit), ...asking]);
    const number = numbers.get(key) ?? numbers.size + 1;
    numbers.set(key, number);
    return number === 1 ? "part" : `part${number}`;
  }
}
