import type { JsonSchema, JsonSchemaObject } from "../../../src/contract/json-schema.js";
import type { ChoicePlacement } from "../../../src/contract/kind.js";
import { misspellingPattern } from "../../../src/diagnostics/misspelling.js";
import { isSchemaObject } from "../../../src/validation/schema-keywords.js";
import { declaredFields } from "../../../src/validation/schemas/declared-fields.js";
import { configFact } from "../../model/later-schema.js";
import type { KindModel } from "../../model/model.js";
import type { ExampleOf } from "../examples/example.js";
import { type ClosedObject, closedObject } from "./closed-object.js";
import { misspellings, type RightNames } from "./misspellings.js";
import { type Define, oneMarkForMisspelt, requiredUnlessMisspelt, unlessKey } from "./one-mark.js";
import { anyField, insertedAs, requiredFields, TabStops } from "./required-snippet.js";
import { CUSTOM_ID_PATTERN, implies } from "./selector-schema.js";
import { choiceSnippets } from "./snippets.js";
import { wordsPattern } from "./words-pattern.js";

/** A choice in the keyed form, with one mark for each misspelt key and a snippet for what it needs. */
export function keyedForEditors(
  kind: KindModel,
  { selector, map = "providers" }: ChoicePlacement,
  choice: JsonSchemaObject,
  object: ClosedObject | undefined,
  define: Define,
): JsonSchemaObject {
  const stops = new TabStops();
  const needsMap = Object.keys(kind.routing).length === 0;
  const body = {
    [selector]: stops.next(),
    ...(needsMap ? { [map]: anyField(stops) } : {}),
    ...sharedFields(kind, stops),
  };
  const marked = object === undefined ? choice : askedOnce(kind, selector, choice, object, define);
  return insertedAs(marked, { label: kind.title, body });
}

function askedOnce(
  kind: KindModel,
  selector: string,
  choice: JsonSchemaObject,
  object: ClosedObject,
  define: Define,
): JsonSchemaObject {
  const { required = [], allOf = [], ...rest } = choice;
  const others = required.filter((name) => name !== selector);
  const asked = selectorUnlessRenamed(kind, selector, object.right, define);
  return oneMarkForMisspelt({ ...rest, required: others, allOf: [...allOf, asked] }, object, define);
}

/** Asks for the selector, unless an unknown key holds an id: then that is what the selector was called. */
function selectorUnlessRenamed(
  kind: KindModel,
  selector: string,
  right: RightNames,
  define: Define,
): JsonSchemaObject {
  const asked = requiredUnlessMisspelt(selector, right, define);
  const ids = [...kind.providers.map(({ id }) => id), ...Object.keys(kind.routing)];
  if (ids.length === 0 || mayHaveOthers(right)) return asked;
  const unknown = exceptWords(right.names);
  // All within one negation, because servers take what holds of a value for a description of it.
  return { if: { not: { patternProperties: { [unknown]: { pattern: exceptWords(ids) } } } }, else: asked };
}

const exceptWords = (words: Iterable<string>): string => `^(?!${wordsPattern(words)}$)`;

/** Where names are right by a pattern, no key is taken for one that stands in the place of another. */
const mayHaveOthers = ({ patterns = [] }: RightNames): boolean => patterns.length > 0;

/** An object with these keys and the shared fields, unless it may have any others. */
export function objectOf({ shared }: KindModel, own: readonly string[]): ClosedObject | undefined {
  if (shared === undefined) return { right: { names: own }, gates: [] };
  const { right } = closedObject(shared, shared) ?? {};
  return right && { right: { ...right, names: [...own, ...right.names] }, gates: [] };
}

/** The map of a kind in the keyed form, and the keys that may be in it. */
export interface MapOfConfigs {
  readonly name: string;
  readonly ids: readonly string[];
  /** Admits ids and nothing else; absent for a kind without providers. */
  readonly right: JsonSchemaObject | undefined;
}

/**
 * Asks for the map when a provider is chosen that has settings in it; a wrong choice is one mistake, and told alone. So
 * are settings beside the map.
 */
export function mapOnceChosen(
  selector: string,
  { name, ids, right }: MapOfConfigs,
  object: ClosedObject | undefined,
  define: Define,
): JsonSchemaObject {
  const chosen = isChosen(selector, ids, [CUSTOM_ID_PATTERN]);
  if (object === undefined) return implies(chosen, { required: [name] });
  const asked = requiredUnlessMisspelt(name, object.right, define);
  if (right === undefined || mayHaveOthers(object.right)) return implies(chosen, asked);
  const own = { pattern: `^${wordsPattern(object.right.names)}$` };
  return implies({ ...chosen, propertyNames: { anyOf: [own, { not: right }] } }, asked);
}

/** The condition that one of these ids is chosen. */
function isChosen(
  selector: string,
  ids: readonly string[],
  patterns: readonly string[] = [],
): JsonSchemaObject {
  return { properties: { [selector]: anyOfIds(ids, patterns) }, required: [selector] };
}

/** One of these ids. It is a pattern, because editors look for texts of ids wherever there is a list of them. */
function anyOfIds(ids: readonly string[], patterns: readonly string[] = []): JsonSchemaObject {
  const alternatives = [...(ids.length === 0 ? [] : [`^${wordsPattern(ids)}$`]), ...patterns];
  return { doNotSuggest: true, type: "string", pattern: alternatives.join("|") };
}

/** The keys that the map of a kind admits: ids, and custom ones, which are those with a colon. */
export function rightIds(ids: readonly string[]): JsonSchemaObject {
  return { pattern: `^${wordsPattern(ids)}$|:` };
}

/** Asks for the chosen provider's entry in the map, unless a key that the map refuses may be a misspelling of its id. */
export function entryUnlessMisspelt(id: string, right: JsonSchemaObject): JsonSchemaObject {
  const others = { anyOf: [right, { not: { pattern: misspellingPattern(id) } }] };
  return { doNotSuggest: true, ...implies({ propertyNames: others }, { required: [id] }) };
}

/**
 * A choice in the inline form. What it requires is told here, while the keys that a provider does not have are refused
 * where its fields are described; so a key may only excuse a missing field where some provider was chosen that
 * refuses it.
 */
export function inlineForEditors(
  kind: KindModel,
  place: ChoicePlacement,
  choice: JsonSchemaObject,
  exampleOf: ExampleOf,
  define: Define,
): JsonSchemaObject {
  const { selector } = place;
  const { required: _required, allOf = [], ...rest } = choice;
  const stops = new TabStops();
  const body = { [selector]: stops.next(), ...sharedFields(kind, stops) };
  const right = rightNames(kind, selector);
  const parts = [
    selectorRequired(kind, selector, right, exampleOf),
    ...sharedRequired(kind, selector, right, define),
  ];
  return insertedAs({ ...rest, allOf: [...allOf, ...parts] }, { label: kind.title, body });
}

/** Without a selector nothing says which keys are right; one that looks like it is marked in its place. */
function selectorRequired(
  kind: KindModel,
  selector: string,
  right: RightNames,
  exampleOf: ExampleOf,
): JsonSchemaObject {
  const pattern = misspellings(selector, right);
  return implies(
    { not: { required: [selector] } },
    {
      ...unlessKey(pattern, { required: [selector] }),
      else: { patternProperties: { [pattern]: false } },
      ...choiceSnippets(kind, selector, exampleOf),
    },
  );
}

function sharedRequired(
  kind: KindModel,
  selector: string,
  right: RightNames,
  define: Define,
): JsonSchemaObject[] {
  const names = kind.shared?.required ?? [];
  if (names.length === 0) return [];
  const ids = idsThatRefuse(kind);
  if (ids.length === 0) return [{ required: names }];
  const asked = names.map((name) => requiredUnlessMisspelt(name, right, define));
  return [
    {
      ...implies(isChosen(selector, ids), { allOf: asked }),
      else: { required: names },
    },
  ];
}

/**
 * What a choice in the inline form shares beyond a list of fields. What describes a single id has it as well; where one is
 * chosen that refuses unknown keys, it is left to that, because there it is known what may be a misspelling.
 */
export function sharedUnlessChosen(
  kind: KindModel,
  selector: string,
  parts: readonly JsonSchema[],
): readonly JsonSchema[] {
  if (parts.length === 0) return parts;
  const ids = idsThatRefuse(kind);
  if (ids.length === 0) return parts;
  return [{ if: isChosen(selector, ids), else: { allOf: parts } }];
}

/** Every field that some provider has. */
function rightNames(kind: KindModel, selector: string): RightNames {
  const names = new Set([selector]);
  const patterns = new Set<string>();
  const ofConfigs = kind.providers.map((provider) => configFact(provider, "declared-fields/1", fieldsOf));
  for (const fields of [...ofConfigs, fieldsOf(kind.shared ?? true)]) {
    for (const name of fields.names) names.add(name);
    for (const pattern of fields.patterns) patterns.add(pattern);
  }
  return { names, patterns: [...patterns] };
}

function fieldsOf(schema: JsonSchema): { readonly names: string[]; readonly patterns: string[] } {
  const { names, patterns } = declaredFields(schema, schema);
  return { names: [...names], patterns: [...patterns] };
}

/** Ids with which an object may have no unknown keys: of providers, and virtual ones. */
function idsThatRefuse(kind: KindModel): string[] {
  const refuses = (schema: JsonSchema): boolean =>
    isSchemaObject(schema) &&
    (schema.additionalProperties === false || schema.unevaluatedProperties === false);
  const ids = kind.providers
    .filter((provider) => configFact(provider, "refuses-others/1", refuses))
    .map(({ id }) => id);
  const isOpen = kind.shared === undefined || objectOf(kind, []) === undefined;
  return isOpen ? ids : [...ids, ...Object.keys(kind.routing)];
}

function sharedFields({ shared }: KindModel, stops: TabStops): { [name: string]: unknown } {
  return shared === undefined ? {} : requiredFields(shared, shared, shared.required ?? [], stops);
}
