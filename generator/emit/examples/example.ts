import type { JsonSchema, JsonSchemaObject } from "../../../src/contract/json-schema.js";
import { isObject, setOwn } from "../../../src/validation/json-value.js";
import { isSchemaObject } from "../../../src/validation/schema-keywords.js";
import type { ProviderModel } from "../../model/model.js";
import { type BranchChoice, flattenSchema } from "../traversal/flatten-schema.js";
import { nestingParts } from "../traversal/schema-map.js";
import { sampleArray } from "./sample-array.js";
import { sampleNumber, sampleString } from "./sample-string.js";
import { isSecret, maskSecrets, secretPlaceholder } from "./secret-values.js";

/** An example config. Wrapped, because `undefined` already says that there is none. */
export interface Example {
  readonly value: unknown;
}

/** Gives the example config of a provider, where there is one. */
export type ExampleOf = (provider: ProviderModel) => Example | undefined;

/** One way to make an example; ways are tried in turn until one gives a value that the schema accepts. */
interface Style extends BranchChoice {
  /** Which optional fields to show: those with `examples` (or the first few), none, or all. */
  readonly optional: "useful" | "none" | "all";
  /** Whose `examples` and `default` are believed: everybody's, only those of fields, or nobody's. */
  readonly trust: "all" | "fields" | "none";
}

interface Construction {
  readonly root: JsonSchema;
  readonly style: Style;
  /** Name of the field that the value is for. */
  readonly name: string;
  /** The schemas that the value stands in; one of them again is a cycle that has to end. */
  readonly inside: ReadonlySet<JsonSchema>;
}

const FEW = 3;
/** An object that needs more fields than this is no example. */
const MANY = 100;
/** No value can or should be constructed. */
const NOTHING: unique symbol = Symbol("nothing");

/**
 * Makes a small config that shows what a schema is for: from its `examples` and `default`s where it has them, else
 * constructed from types, enums, patterns and bounds. Secrets are shown as a reference to an environment variable.
 * Gives undefined when no candidate passes `accepts`. A minimal example shows no optional field unless it has to.
 */
export function deriveExample(
  schema: JsonSchema,
  accepts: (value: unknown) => boolean,
  size: "useful" | "minimal" = "useful",
): Example | undefined {
  for (const style of styles(size)) {
    const value = construct(schema, { root: schema, style, name: "", inside: new Set() });
    if (value !== NOTHING && accepts(value)) return { value };
  }
  return undefined;
}

function* styles(size: "useful" | "minimal"): Generator<Style> {
  const amounts = size === "useful" ? (["useful", "none", "all"] as const) : (["none", "useful"] as const);
  for (const trust of ["all", "fields", "none"] as const) {
    for (const branch of [0, 1, 2, 3]) {
      for (const condition of ["none", "then", "else"] as const) {
        for (const optional of amounts) yield { optional, branch, condition, trust };
      }
    }
  }
}

function construct(schema: JsonSchema, at: Construction): unknown {
  const parts = nestingParts(at.root, schema);
  if (schema === false || parts.some((part) => at.inside.has(part))) return NOTHING;
  const inner = parts.length === 0 ? at : { ...at, inside: new Set([...at.inside, ...parts]) };
  const flat = flattenSchema(at.root, schema, at.style);
  if (isSecret(at.root, schema))
    return typeOf(flat) === "string" ? secretPlaceholder(flat, at.name) : NOTHING;
  if (Object.hasOwn(flat, "const")) return flat.const;
  const [authored] = authoredValues(flat, at);
  if (authored) return completeExample(authored.value, schema, flat, inner);
  if (flat.enum !== undefined) return flat.enum.length > 0 ? flat.enum[0] : NOTHING;
  return constructByType(flat, inner);
}

/** What the author gave as examples and default, as far as the style believes in it. */
function authoredValues({ examples = [], ...flat }: JsonSchemaObject, at: Construction): Example[] {
  const isWhole = at.inside.size === 0;
  if (at.style.trust === "none" || (at.style.trust === "fields" && isWhole)) return [];
  const fallback = Object.hasOwn(flat, "default") ? [{ value: flat.default }] : [];
  return [...examples.map((value) => ({ value })), ...fallback];
}

function constructByType(flat: JsonSchemaObject, at: Construction): unknown {
  switch (typeOf(flat)) {
    case "object":
      return constructObject(flat, at);
    case "array":
      return (
        sampleArray(flat, at.style.optional === "none" ? 0 : 1, (item) => {
          const value = construct(item, at);
          return value === NOTHING ? undefined : { value };
        })?.value ?? NOTHING
      );
    case "integer":
      return sampleNumber(flat, true);
    case "number":
      return sampleNumber(flat, false);
    case "boolean":
      return true;
    case "null":
      return null;
    default:
      return sampleString(flat, at.name);
  }
}

function typeOf(flat: JsonSchemaObject): string {
  const types = typeof flat.type === "string" ? [flat.type] : (flat.type ?? []);
  const telling = types.find((type) => type !== "null") ?? types[0];
  if (telling !== undefined) return telling;
  if (flat.properties || flat.required || flat.patternProperties || isSchemaObject(flat.additionalProperties))
    return "object";
  return flat.items !== undefined || flat.prefixItems ? "array" : "string";
}

function constructObject(flat: JsonSchemaObject, at: Construction): unknown {
  const value = {};
  const properties = new Map(Object.entries(flat.properties ?? {}));
  const add = (name: string, schema: JsonSchema, sampleName = name): void => {
    const member = construct(schema, { ...at, name: sampleName });
    if (member !== NOTHING) setOwn(value, name, member);
  };
  const required = new Set(flat.required ?? []);
  const optional = optionalFields(properties, required, at);
  for (const [name, schema] of properties) if (required.has(name) || optional.has(name)) add(name, schema);
  for (const name of required) if (!properties.has(name)) add(name, otherFields(flat));
  const fewest = Math.max(typeof flat.minProperties === "number" ? flat.minProperties : 0, 0);
  if (fewest > MANY) return NOTHING;
  const wanted = properties.size === 0 && at.style.optional !== "none" ? Math.max(1, fewest) : fewest;
  for (const [name, schema] of properties)
    if (Object.keys(value).length < fewest && !Object.hasOwn(value, name)) add(name, schema);
  for (let count = 1; Object.keys(value).length < wanted && count <= wanted; count++)
    add(...namedEntry(flat, count), "value");
  const isComplete =
    [...required].every((name) => Object.hasOwn(value, name)) && Object.keys(value).length >= fewest;
  return isComplete ? value : NOTHING;
}

/** The optional fields to show. */
function optionalFields(
  properties: ReadonlyMap<string, JsonSchema>,
  required: ReadonlySet<string>,
  at: Construction,
): ReadonlySet<string> {
  if (at.style.optional === "none") return new Set();
  const current = [...properties].flatMap(([name, schema]) => {
    const flat = flattenSchema(at.root, schema, at.style);
    return required.has(name) || flat.deprecated === true || schema === false ? [] : [{ name, flat }];
  });
  if (at.style.optional === "all") return new Set(current.map(({ name }) => name));
  const shown = current.filter(({ flat }) => flat.examples !== undefined);
  return new Set(
    (shown.length > 0 || required.size > 1 ? shown : current.slice(0, FEW)).map(({ name }) => name),
  );
}

/** What describes a field that `properties` does not name. */
function otherFields(flat: JsonSchemaObject): JsonSchema {
  return flat.additionalProperties ?? Object.values(flat.patternProperties ?? {})[0] ?? true;
}

/** An entry for a map: a key that its patterns accept, and the schema of its value. */
function namedEntry(flat: JsonSchemaObject, count: number): [string, JsonSchema] {
  const suffix = count === 1 ? "" : String(count);
  const pattern = Object.entries(flat.patternProperties ?? {})[0];
  const keys: JsonSchemaObject = pattern
    ? { pattern: pattern[0] }
    : isSchemaObject(flat.propertyNames)
      ? flat.propertyNames
      : {};
  const key = Array.isArray(keys.enum) ? String(keys.enum[count - 1]) : sampleString(keys, "name") + suffix;
  return [key, pattern?.[1] ?? flat.additionalProperties ?? false];
}

/** An authored example without its secrets. What it leaves out although the schema asks for it is constructed. */
function completeExample(
  authored: unknown,
  schema: JsonSchema,
  flat: JsonSchemaObject,
  at: Construction,
): unknown {
  const shown = maskSecrets(at.root, schema, authored, at.name);
  if (!isObject(shown)) return shown;
  const value = {};
  for (const [name, property] of Object.entries(flat.properties ?? {})) {
    const isMissing = !Object.hasOwn(shown, name) && (flat.required ?? []).includes(name);
    const member = isMissing ? construct(property, { ...at, name }) : shown[name];
    if (isMissing ? member !== NOTHING : Object.hasOwn(shown, name)) setOwn(value, name, member);
  }
  for (const [name, member] of Object.entries(shown)) setOwn(value, name, member);
  return value;
}
