import type { JsonSchema, JsonSchemaObject } from "../../../src/contract/json-schema.js";
import { equalJson, isObject, setOwn } from "../../../src/validation/json-value.js";
import { isSchemaObject } from "../../../src/validation/schema-keywords.js";
import { samplePattern } from "../../emit/examples/sample-pattern.js";
import { sampleNumber, sampleString } from "../../emit/examples/sample-string.js";
import { flattenSchema } from "../../emit/traversal/flatten-schema.js";
import { formatTexts } from "./format-texts.js";
import type { Random } from "./random.js";

/** What a value is made from. */
export interface Maker {
  readonly root: JsonSchema;
  readonly random: Random;
}

/** Objects nested deeper than this get their required fields only, which ends recursive schemas. */
const DEEP = 5;
const DEEPEST = 9;
const LONGEST = 300;

/** A value for what no schema describes. */
const anything: readonly unknown[] = ["text", 1, true, null, [], {}, { nested: ["a"] }];

/**
 * Makes a value that a schema is likely to accept, a different one at every call: branches, optional fields, lengths and
 * numbers vary. Undefined when there is none. Whether a schema does accept it is for the engines to say.
 */
export function generateValue(maker: Maker, schema: JsonSchema, name = "value", depth = 0): unknown {
  if (schema === false || depth > DEEPEST) return undefined;
  const { root, random } = maker;
  const condition = random.pick(["none", "then", "else"] as const);
  const flat = flattenSchema(root, schema, { branch: random.below(4), condition });
  if (Object.hasOwn(flat, "const")) return flat.const;
  const authored = [...(flat.examples ?? []), ...(Object.hasOwn(flat, "default") ? [flat.default] : [])];
  if (authored.length > 0 && random.chance(0.25)) return random.pick(authored);
  if (flat.enum !== undefined) return flat.enum.length > 0 ? random.pick(flat.enum) : undefined;
  switch (pickType(flat, random)) {
    case "object":
      return generateObject(maker, flat, depth);
    case "array":
      return generateArray(maker, flat, name, depth);
    case "integer":
      return generateNumber(flat, true, random);
    case "number":
      return generateNumber(flat, false, random);
    case "boolean":
      return random.chance(0.5);
    case "null":
      return null;
    case "string":
      return generateString(flat, name, random);
    default:
      return random.pick(anything);
  }
}

const typicalKeywords: readonly (readonly [type: string, keywords: string])[] = [
  ["object", "properties required patternProperties additionalProperties propertyNames minProperties"],
  ["array", "items prefixItems contains minItems maxItems uniqueItems"],
  ["string", "minLength maxLength pattern format"],
  ["number", "minimum maximum exclusiveMinimum exclusiveMaximum multipleOf"],
];

function pickType(flat: JsonSchemaObject, random: Random): string | undefined {
  if (flat.type !== undefined) return random.pick([flat.type].flat());
  return typicalKeywords.find(([, keywords]) =>
    keywords.split(" ").some((keyword) => flat[keyword] !== undefined),
  )?.[0];
}

function generateObject(maker: Maker, flat: JsonSchemaObject, depth: number): unknown {
  const { random } = maker;
  const value: { [name: string]: unknown } = {};
  const properties = flat.properties ?? {};
  const add = (name: string, schema: JsonSchema): void => {
    const member = generateValue(maker, schema, name, depth + 1);
    if (member !== undefined) setOwn(value, name, member);
  };
  const likelihood = depth >= DEEP ? 0 : random.pick([0, 0.5, 0.5, 1]);
  const required = new Set(flat.required ?? []);
  for (const [name, schema] of Object.entries(properties)) {
    if (required.has(name) || random.chance(likelihood)) add(name, schema);
  }
  for (const name of required) if (!Object.hasOwn(value, name)) add(name, othersOf(flat));
  const dependent = isObject(flat.dependentRequired) ? flat.dependentRequired : {};
  for (const [trigger, names] of Object.entries(dependent)) {
    if (!Object.hasOwn(value, trigger) || !Array.isArray(names)) continue;
    for (const name of names as string[]) {
      if (!Object.hasOwn(value, name))
        add(name, Object.hasOwn(properties, name) ? (properties[name] ?? true) : othersOf(flat));
    }
  }
  const fewest = typeof flat.minProperties === "number" ? flat.minProperties : 0;
  const wanted = Math.max(fewest, Object.keys(value).length + (depth < DEEP ? random.below(2) : 0));
  for (let count = 0; Object.keys(value).length < wanted && count < 20; count++) {
    const entry = unnamedEntry(flat, random, count);
    if (entry === undefined) break;
    add(...entry);
  }
  return value;
}

const othersOf = (flat: JsonSchemaObject): JsonSchema =>
  flat.additionalProperties ?? flat.unevaluatedProperties ?? true;

/** A field that `properties` does not name, and the schema of its value. */
function unnamedEntry(
  flat: JsonSchemaObject,
  random: Random,
  count: number,
): [string, JsonSchema] | undefined {
  const patterns = Object.entries(flat.patternProperties ?? {});
  const others = flat.additionalProperties ?? flat.unevaluatedProperties ?? false;
  const suffix = count === 0 ? "" : String(count);
  if (patterns.length > 0 && (others === false || random.chance(0.5))) {
    const [pattern, schema] = random.pick(patterns);
    const name = samplePattern(pattern);
    return name === undefined ? undefined : [name + suffix, schema];
  }
  if (others === false) return undefined;
  const names: JsonSchemaObject = isSchemaObject(flat.propertyNames) ? flat.propertyNames : {};
  const name = Array.isArray(names.enum)
    ? String(random.pick(names.enum))
    : sampleString(names, random.pick(["other", "name"])) + suffix;
  return [name, others];
}

function generateArray(maker: Maker, flat: JsonSchemaObject, name: string, depth: number): unknown {
  const { random } = maker;
  const bound = (keyword: string, otherwise: number): number =>
    typeof flat[keyword] === "number" ? flat[keyword] : otherwise;
  const { prefixItems = [], items = true } = flat;
  const fewest = Math.max(bound("minItems", 0), depth < DEEP ? random.below(prefixItems.length + 1) : 0);
  const most = Math.min(bound("maxItems", fewest + 3), LONGEST);
  const length = Math.min(fewest + random.below(Math.max(1, most - fewest + 1)), fewest + 4, LONGEST);
  const contains = flat.contains as JsonSchema | undefined;
  const needed = contains === undefined ? 0 : bound("minContains", 1) + random.below(2);
  const list: unknown[] = [];
  const add = (schema: JsonSchema): void => {
    for (let attempt = 0; attempt < 8; attempt++) {
      const item = generateValue(maker, schema, name, depth + 1);
      const varied = attempt > 3 ? vary(item, list.length + attempt) : item;
      const isTwin = flat.uniqueItems === true && list.some((other) => equalJson(other, varied));
      if (varied === undefined || isTwin) continue;
      list.push(varied);
      return;
    }
  };
  for (let index = 0; index < length; index++) {
    const own = prefixItems[index] ?? items;
    const asked = contains !== undefined && index < needed && prefixItems[index] === undefined;
    add(asked ? { allOf: [contains, own] } : own);
  }
  for (let count = length; contains !== undefined && count < needed; count++) add(contains);
  return list;
}

/** A value that is a little different, where the same ones may not be repeated. */
function vary(value: unknown, by: number): unknown {
  if (typeof value === "number") return value + by;
  return typeof value === "string" ? `${value}${by}` : value;
}

function generateNumber(flat: JsonSchemaObject, isInteger: boolean, random: Random): number {
  const sample = sampleNumber(flat, isInteger);
  const step = typeof flat.multipleOf === "number" ? flat.multipleOf : 1;
  const bounds = [flat.minimum, flat.maximum].filter((bound) => typeof bound === "number");
  const candidates = [sample, sample, sample + step, sample + 7 * step, ...bounds];
  return random.pick(isInteger ? candidates : [...candidates, sample + step / 2]);
}

function generateString(flat: JsonSchemaObject, name: string, random: Random): string {
  const { valid } = formatTexts(flat.format);
  if (valid.length > 0) return random.pick(valid);
  const text = sampleString(flat, name);
  if (typeof flat.pattern === "string") return text;
  const shortest = typeof flat.minLength === "number" ? flat.minLength : 1;
  const longest = typeof flat.maxLength === "number" ? Math.min(flat.maxLength, LONGEST) : shortest + 9;
  const atLeast = "é😀".repeat(Math.ceil(shortest / 2));
  return random.pick([
    text,
    text,
    [...atLeast].slice(0, shortest).join(""),
    "x".repeat(Math.max(shortest, longest)),
  ]);
}
