import type { JsonSchema, JsonSchemaObject } from "../../../src/contract/json-schema.js";
import type { ChoicePlacement } from "../../../src/contract/kind.js";
import { equalJson } from "../../../src/validation/json-value.js";
import { isSchemaObject } from "../../../src/validation/schema-keywords.js";
import { declaredFields } from "../../../src/validation/schemas/declared-fields.js";
import type { KindModel, ProviderModel } from "../../model/model.js";
import {
  entryUnlessMisspelt,
  inlineForEditors,
  keyedForEditors,
  mapOnceChosen,
  objectOf,
  rightIds,
  sharedUnlessChosen,
} from "../editor/choice-for-editors.js";
import type { ClosedObject } from "../editor/closed-object.js";
import { CUSTOM_ID_PATTERN, implies, selectorIs, selectorSchema } from "../editor/selector-schema.js";
import type { ExampleOf } from "../examples/example.js";
import { providerWords } from "../kind-names.js";
import { mapNamed } from "../traversal/schema-map.js";
import type { SchemaWriter } from "./schema-dialect.js";

/**
 * The schema of the place in the document where a kind is chosen. A base object lists the ids, and one `if`/`then`
 * for each id adds what that id asks for; unions of whole objects would give a flood of errors for one mistake.
 */
export function choiceSchema(kind: KindModel, writer: SchemaWriter, exampleOf: ExampleOf): JsonSchemaObject {
  const { config } = kind;
  if (config === undefined) return configsById(kind, writer);
  const base = { title: kind.title, description: kind.description, type: "object" };
  if (config.form === "keyed") {
    const object = objectOf(kind, [config.selector, config.map ?? "providers"]);
    return { ...base, ...keyedChoice(kind, config, writer, writeShared(kind, writer, object), object) };
  }
  return { ...base, ...inlineChoice(kind, config, writer, writeShared(kind, writer), exampleOf) };
}

/** A kind that no document chooses: its configs by id, as its interface map has them. */
function configsById(kind: KindModel, writer: SchemaWriter): JsonSchemaObject {
  const properties = kind.providers.map((provider): [string, JsonSchema] => [
    provider.id,
    defineConfig(kind, provider, writer),
  ]);
  const { title, description } = kind;
  return {
    title,
    description,
    type: "object",
    additionalProperties: false,
    properties: Object.fromEntries(properties),
  };
}

function keyedChoice(
  kind: KindModel,
  place: ChoicePlacement,
  writer: SchemaWriter,
  shared: JsonSchemaObject,
  object: ClosedObject | undefined,
): JsonSchemaObject {
  const { forEditors } = writer.dialect;
  const map = place.map ?? "providers";
  const words = providerWords(kind);
  const configs = kind.providers.map((provider): [string, JsonSchema] => [
    provider.id,
    defineConfig(kind, provider, writer),
  ]);
  const customConfig = { type: "object", description: `Settings of a custom ${words}.` };
  const configsSchema = {
    title: `${kind.title}: ${map}`,
    description: `Settings of each ${words}, by id.`,
    type: "object",
    additionalProperties: false,
    properties: Object.fromEntries(configs),
    patternProperties: { [CUSTOM_ID_PATTERN]: customConfig },
  };
  const ids = kind.providers.map(({ id }) => id);
  const right = forEditors && ids.length > 0 ? writer.define(`${kind.id}:ids`, rightIds(ids)) : undefined;
  const branches = ids.map((id) => {
    const entry = right === undefined ? { required: [id] } : entryUnlessMisspelt(id, right);
    return implies(selectorIs(place.selector, id, forEditors), { properties: { [map]: entry } });
  });
  // Definitions take a line each, which is half as much to read.
  const entries = right === undefined ? branches : [writer.define(`${kind.id}:entries`, { allOf: branches })];
  // Rules decide on a provider when there is one to decide on; until then no config is asked for.
  const virtual = Object.keys(kind.routing);
  const needsMap = virtual.length === 0 && !forEditors;
  const mapIfNeeded = forEditors
    ? [mapOnceChosen(place.selector, { name: map, ids, right }, object, writer.shared)]
    : virtual.length === 0
      ? []
      : [{ if: { properties: { [place.selector]: { enum: virtual } } }, else: { required: [map] } }];
  const choice = {
    ...closing(kind, shared, forEditors),
    required: [place.selector, ...(needsMap ? [map] : []), ...(shared.required ?? [])],
    properties: {
      [place.selector]: selectorSchema(kind, forEditors),
      [map]: configsSchema,
      ...shared.properties,
    },
    ...(shared.patternProperties ? { patternProperties: shared.patternProperties } : {}),
    ...allOf([...(shared.allOf ?? []), ...mapIfNeeded, ...entries]),
  };
  return forEditors ? keyedForEditors(kind, place, choice, object, writer.shared) : choice;
}

/** Fields that come from more than a list can only be counted by `unevaluatedProperties`; for editors they are listed. */
function closing(kind: KindModel, shared: JsonSchemaObject, forEditors: boolean): JsonSchemaObject {
  if (kind.shared?.unevaluatedProperties === false && !forEditors) return { unevaluatedProperties: false };
  return { additionalProperties: shared.additionalProperties ?? false };
}

function inlineChoice(
  kind: KindModel,
  place: ChoicePlacement,
  writer: SchemaWriter,
  shared: JsonSchemaObject,
  exampleOf: ExampleOf,
): JsonSchemaObject {
  const { forEditors } = writer.dialect;
  // What is no object at all fulfils a condition on its fields, and would be reported for every id.
  const chosen = (id: string): JsonSchemaObject => ({
    ...(forEditors ? { type: ["object"] } : {}),
    ...selectorIs(place.selector, id, forEditors),
  });
  const branches = kind.providers.map((provider) =>
    implies(chosen(provider.id), defineConfig(kind, provider, writer)),
  );
  const virtual = Object.keys(kind.routing).map((id) => {
    const name = `${kind.id}.${id}`;
    const closed = forEditors ? objectOf(kind, [place.selector]) : undefined;
    const parts = closed && writeShared(kind, writer, closed, name).allOf;
    const common = { ...commonFieldsOnly(kind, place, id), ...allOf(parts ?? []) };
    return implies(chosen(id), writer.define(name, common));
  });
  const { allOf: rest = [] } = shared;
  const common = forEditors ? sharedUnlessChosen(kind, place.selector, rest) : rest;
  const choice = {
    required: [place.selector, ...(shared.required ?? [])],
    properties: { [place.selector]: selectorSchema(kind, forEditors), ...shared.properties },
    ...allOf([...common, ...branches, ...virtual]),
  };
  return forEditors ? inlineForEditors(kind, place, choice, exampleOf, writer.shared) : choice;
}

/** The keyword with these parts; it must not be empty, which it would be for a kind without providers. */
function allOf(parts: readonly JsonSchema[]): JsonSchemaObject {
  return parts.length === 0 ? {} : { allOf: parts };
}

/** What a choice of a virtual id may hold; the base object says what is in it. */
function commonFieldsOnly(kind: KindModel, place: ChoicePlacement, id: string): JsonSchemaObject {
  const { names, patterns, open } = declaredFields(kind.shared ?? true, kind.shared ?? true);
  const any = (keys: Iterable<string>): [string, JsonSchema][] => Array.from(keys, (key) => [key, true]);
  return {
    title: id,
    description: `Nothing but what every ${providerWords(kind)} has: rules pick one.`,
    type: "object",
    additionalProperties: open,
    properties: Object.fromEntries(any([place.selector, ...names])),
    ...(patterns.length > 0 ? { patternProperties: Object.fromEntries(any(patterns)) } : {}),
  };
}

/** Adds a provider's config as the definition `<kind>.<id>`. */
function defineConfig(kind: KindModel, provider: ProviderModel, writer: SchemaWriter): JsonSchemaObject {
  const name = `${kind.id}.${provider.id}`;
  writer.defineAll(provider, (part) => writeConfig(kind, provider, part, name));
  return writer.reference(name);
}

function writeConfig(kind: KindModel, provider: ProviderModel, writer: SchemaWriter, name: string): void {
  const { title, description, deprecated, configSchema } = provider;
  const own = writer.dialect.forEditors ? withCommonFieldsElsewhere(kind, provider) : configSchema;
  const written = writer.write(own, name, { rootName: name, title });
  if (!isSchemaObject(written)) {
    writer.define(name, written);
    return;
  }
  const deprecation = {
    deprecated: true,
    deprecationMessage: `${provider.id} is deprecated: ${deprecated}.`,
  };
  writer.define(name, {
    title,
    description,
    ...written,
    ...(deprecated !== undefined && writer.dialect.forEditors ? deprecation : {}),
  });
}

/**
 * Inline form: the base object describes the selector and the shared fields, and a second description would be offered
 * twice. A field that the provider narrows keeps the provider's words.
 */
function withCommonFieldsElsewhere(
  kind: KindModel,
  { configSchema, commonFields }: ProviderModel,
): JsonSchema {
  if (!isSchemaObject(configSchema) || commonFields.length === 0) return configSchema;
  const { properties = {}, required = [], ...rest } = configSchema;
  const shared = kind.shared?.properties ?? {};
  const isElsewhere = (name: string): boolean =>
    name === kind.config?.selector ||
    (commonFields.includes(name) && Object.hasOwn(shared, name) && equalJson(shared[name], properties[name]));
  const asked = [kind.config?.selector, ...(kind.shared?.required ?? [])];
  const remaining = required.filter((name) => !asked.includes(name));
  return {
    ...rest,
    properties: mapNamed(properties, (property, name) => (isElsewhere(name) ? true : property)),
    ...(remaining.length > 0 ? { required: remaining } : {}),
  };
}

/** The shared fields as parts of the base object, which closes itself. */
function writeShared(
  kind: KindModel,
  writer: SchemaWriter,
  object?: ClosedObject,
  name = `${kind.id}:shared`,
): JsonSchemaObject {
  if (kind.shared === undefined) return {};
  const written = writer.write(kind.shared, name, {
    isPart: true,
    ...(object && { object }),
  });
  if (!isSchemaObject(written)) return {};
  const { title, description, type, additionalProperties, unevaluatedProperties, ...fields } = written;
  const open = additionalProperties === false ? {} : { additionalProperties: additionalProperties ?? true };
  const { properties, patternProperties, required, allOf = [], ...others } = fields;
  // Whatever is more than a list of fields judges the same object from within an `allOf`.
  const rest = Object.keys(others).length > 0 ? [others] : [];
  return {
    ...open,
    ...(properties ? { properties } : {}),
    ...(patternProperties ? { patternProperties } : {}),
    ...(required ? { required } : {}),
    allOf: [...allOf, ...rest],
  };
}
