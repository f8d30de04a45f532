import type { JsonSchema, JsonSchemaObject } from "../../../src/contract/json-schema.js";
import { isObject } from "../../../src/validation/json-value.js";
import { mapNamed } from "../traversal/schema-map.js";
import type { ClosedObject } from "./closed-object.js";
import { exceptions, misspellings, type RightNames } from "./misspellings.js";
import { implies } from "./selector-schema.js";

/** A reference to the definition of that name, which is made where there is none yet. */
export type Define = (name: string, make: () => JsonSchema) => JsonSchemaObject;

/**
 * An editor marks a misspelt required key twice: as a key that is not allowed, and at the object that lacks it. Here
 * the object is only told to lack a field when no key may be a misspelling of its name. That changes no verdict, since
 * such a key is refused: only what judges an object that refuses unknown keys is written in this way.
 */
export function oneMarkForMisspelt(
  schema: JsonSchemaObject,
  object: ClosedObject,
  define: Define,
): JsonSchemaObject {
  const { required = [], allOf = [], ...rest } = schema;
  const ask = (name: string): JsonSchemaObject => requiredUnlessMisspelt(name, object.right, define);
  const parts = [...allOf, ...askFor(required, object, ask)];
  return {
    ...rest,
    ...(isObject(rest.dependencies) ? { dependencies: dependenciesOf(rest.dependencies, ask) } : {}),
    ...(parts.length > 0 ? { allOf: parts } : {}),
  };
}

function askFor(
  names: readonly string[],
  { gates, tag, inTurn }: ClosedObject,
  ask: (name: string) => JsonSchemaObject,
): JsonSchema[] {
  const gated = (parts: readonly JsonSchema[], conditions: readonly JsonSchema[]): readonly JsonSchema[] =>
    parts.length === 0 || conditions.length === 0 ? parts : [implies(all(conditions), all(parts))];
  const others = names.filter((name) => name !== tag);
  return [
    ...(tag !== undefined && names.includes(tag) ? gated([ask(tag)], gates.slice(0, -1)) : []),
    ...gated(others.map(inTurn === undefined ? ask : (name) => askInTurn(name, inTurn)), gates),
  ];
}

/** Asks for a field when those before it are there. */
function askInTurn(name: string, order: readonly string[]): JsonSchemaObject {
  const before = order.slice(0, order.includes(name) ? order.indexOf(name) : undefined);
  return before.length === 0 ? { required: [name] } : implies({ required: before }, { required: [name] });
}

/** All of several schemas at once. */
function all(parts: readonly JsonSchema[]): JsonSchemaObject {
  const [only = {}] = parts;
  return parts.length <= 1 && typeof only !== "boolean" ? only : { allOf: parts };
}

/** Asks for a field unless a key may be a misspelling of it that is none of the right names. */
export function requiredUnlessMisspelt(name: string, right: RightNames, define: Define): JsonSchemaObject {
  // The same part serves all objects that ask for the field and in which the same names could be taken for it.
  const others = exceptions(name, right);
  const key = others === "" ? `?${name}` : `!${JSON.stringify([name, others])}`;
  return define(key, () => unlessKey(misspellings(name, right), { required: [name] }));
}

/** A list of what a field needs would be told of the whole object; so each is asked for as any other field is. */
function dependenciesOf(
  dependencies: { readonly [name: string]: unknown },
  ask: (name: string) => JsonSchemaObject,
): object {
  const each = (needed: JsonSchema): JsonSchema => {
    if (Array.isArray(needed)) return all((needed as readonly string[]).map(ask));
    // A field that needs others may be described further where they are there.
    if (typeof needed === "boolean" || needed.required === undefined) return needed;
    return all([...needed.required.map(ask), ...(needed.allOf ?? [])]);
  };
  return mapNamed(dependencies as { [name: string]: JsonSchema }, each);
}

/** What is asked of an object without a key like this. */
export function unlessKey(pattern: string, asked: JsonSchemaObject): JsonSchemaObject {
  return implies(withoutKey(pattern), asked);
}

const withoutKey = (pattern: string): JsonSchemaObject => ({ patternProperties: { [pattern]: false } });

/** No key may be a misspelling of one of these fields that is missing. */
export function noneMisspelt(names: Iterable<string>, right: RightNames): JsonSchemaObject {
  return all(
    Array.from(
      names,
      (name): JsonSchema => ({ anyOf: [{ required: [name] }, withoutKey(misspellings(name, right))] }),
    ),
  );
}
