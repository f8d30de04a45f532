import type { JsonSchema, JsonSchemaObject } from "../../src/contract/json-schema.js";
import { isObject } from "../../src/validation/json-value.js";
import { isSchemaObject } from "../../src/validation/schema-keywords.js";
import { isConfusable, misspellings, type RightNames } from "./misspellings.js";
import { mapNamed } from "./schema-map.js";
import { implies } from "./selector-schema.js";

/** A reference to the definition of that name, which is made where there is none yet. */
export type Define = (name: string, make: () => JsonSchema) => JsonSchemaObject;

/**
 * An editor marks a misspelt required key twice: as a key that is not allowed, and at the object that lacks it. Here
 * the object is only told to lack a field when no key looks like a misspelling of its name. That changes no verdict,
 * since such a key is refused: only objects that refuse unknown keys are written in this way.
 */
export function oneMarkForMisspelt(schema: JsonSchemaObject, define: Define): JsonSchemaObject {
  if (schema.additionalProperties !== false) return schema;
  const right: RightNames = {
    names: Object.keys(schema.properties ?? {}),
    patterns: Object.keys(schema.patternProperties ?? {}),
  };
  return relaxed(schema, (name) => requiredUnlessMisspelt(name, right, define));
}

/** Asks for a field unless a key looks like a misspelling of it that is none of the right names. */
export function requiredUnlessMisspelt(name: string, right: RightNames, define: Define): JsonSchemaObject {
  const part = (): JsonSchemaObject => unlessKey(misspellings(name, right), { required: [name] });
  // Most often the name is unlike all others, and the same part serves every object that asks for it.
  return isConfusable(name, right) ? part() : define(`?${name}`, part);
}

/** What is asked of an object without a key like this. */
export function unlessKey(pattern: string, asked: JsonSchemaObject): JsonSchemaObject {
  return implies({ patternProperties: { [pattern]: false } }, asked);
}

type Asking = (name: string) => JsonSchemaObject;

/** The schema and what applies to the same object, as far as it must hold, with each required field asked for on its own. */
function relaxed(schema: JsonSchemaObject, ask: Asking): JsonSchemaObject {
  const { required = [], ...rest } = schema;
  const within = (part: JsonSchema): JsonSchema => (isSchemaObject(part) ? relaxed(part, ask) : part);
  // Of a `oneOf` two branches might hold that ask for different fields.
  const parts = (rest.allOf ?? []).map(within);
  const asked = required.map(ask);
  return {
    ...rest,
    ...(rest.anyOf ? { anyOf: rest.anyOf.map(within) } : {}),
    // biome-ignore lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema
    ...(rest.then === undefined ? {} : { then: within(rest.then) }),
    ...(rest.else === undefined ? {} : { else: within(rest.else) }),
    ...(isObject(rest.dependencies) ? { dependencies: dependenciesOf(rest.dependencies, ask) } : {}),
    ...(parts.length + asked.length > 0 ? { allOf: [...parts, ...asked] } : {}),
  };
}

/** A list of what a field needs would be told of the whole object; a schema is told as any other missing field is. */
function dependenciesOf(dependencies: { readonly [name: string]: unknown }, ask: Asking): object {
  const each = (needed: unknown): JsonSchema => {
    if (Array.isArray(needed)) return allOf(needed.map(ask));
    return isSchemaObject(needed as JsonSchema)
      ? relaxed(needed as JsonSchemaObject, ask)
      : (needed as JsonSchema);
  };
  return mapNamed(dependencies as { [name: string]: JsonSchema }, each);
}

function allOf(parts: readonly JsonSchemaObject[]): JsonSchema {
  // Of what is needed the environment may give everything.
  if (parts.length === 0) return true;
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { allOf: parts };
}
