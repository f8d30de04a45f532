import type { JsonSchema, JsonSchemaObject } from "../../contract/json-schema.js";
import type { ChoicePlacement } from "../../contract/kind.js";
import { equalJson, isObject } from "../json-value.js";
import { forEachSubschema, mapSubschemas } from "../schema-keywords.js";
import { resolveReference } from "../schema-reference.js";
import { closeObjects } from "./close-objects.js";
import { declaresFields } from "./declared-fields.js";

/** What one provider's config consists of. */
export interface ConfigParts {
  /** Where the kind's choices are written; absent when they are written nowhere. */
  readonly placement?: ChoicePlacement;
  readonly id: string;
  /** Fields beside the selector that every provider of the kind has. */
  readonly shared?: JsonSchemaObject;
  /** What the provider itself declares: self-contained, closed or not. */
  readonly own: JsonSchema;
}

/**
 * The schema that a provider's config is checked against: closed, self-contained. In the inline form it is the whole
 * object in the document: the selector (the provider's id, required) first, then the shared fields, then the
 * provider's own. In the keyed form, and for a kind without a place in a document, it is the provider's own schema.
 */
export function composeConfig(parts: ConfigParts): JsonSchema {
  if (parts.placement?.form !== "inline") return closeObjects(parts.own);
  return closeObjects(composeInline(parts.placement.selector, parts));
}

/** Names of the fields of an inline config that are not the provider's own: the selector and the shared fields. */
export function commonFields(placement: ChoicePlacement, shared: JsonSchemaObject | undefined): string[] {
  if (placement.form !== "inline") return [];
  const fields = Object.keys(shared?.properties ?? {}).filter((name) => name !== placement.selector);
  return [placement.selector, ...fields];
}

/** Keywords that only describe; a reference with nothing else beside it can be replaced by its target. */
const annotations: ReadonlySet<string> = new Set([
  "$schema",
  "$id",
  "$comment",
  "$defs",
  "definitions",
  "title",
  "description",
  "default",
  "examples",
  "deprecated",
]);

function composeInline(selector: string, { id, shared = {}, own: given }: ConfigParts): JsonSchemaObject {
  const own = movedRoot(unfold(openForm(given)));
  const common = renameDefinitions(shared, own);
  const { $schema: _s, $id: _i, type, properties, required, propertyNames, ...ownRest } = own;
  const { $defs, definitions, additionalProperties: _a, unevaluatedProperties: _u, ...rest } = ownRest;
  const {
    $schema: _cs,
    $id: _ci,
    $comment: _cc,
    title: _ct,
    description: _cd,
    examples: _ce,
    default: _cf,
    type: _cy,
    $defs: commonDefs,
    definitions: commonDefinitions,
    properties: commonProperties = {},
    required: commonRequired = [],
    additionalProperties: commonAdditional,
    unevaluatedProperties: _cu,
    ...commonRest
  } = common;
  const allOf = [...(rest.allOf ?? [])];
  if (Object.keys(commonRest).length > 0) allOf.push(commonRest);
  if (type !== undefined && ![type].flat().includes("object")) allOf.push({ type });
  const names = [selector, ...Object.keys(commonProperties)];
  const more = {
    ...(allOf.length > 0 ? { allOf } : {}),
    ...(propertyNames === undefined ? {} : { propertyNames: { anyOf: [{ enum: names }, propertyNames] } }),
    ...openings(own, commonAdditional),
    ...joined("$defs", $defs, commonDefs),
    ...joined("definitions", definitions, commonDefinitions),
  };
  return {
    ...rest,
    type: "object",
    properties: joinProperties(
      { [selector]: { ...selectorNotes(own, commonProperties, selector), const: id } },
      withoutKey(commonProperties, selector),
      withoutKey(properties ?? {}, selector),
    ),
    required: [...new Set([selector, ...commonRequired, ...(required ?? [])])],
    ...more,
  };
}

/** The object form of a schema; `true` accepts any field, `false` nothing. */
function openForm(schema: JsonSchema): JsonSchemaObject {
  if (typeof schema !== "boolean") return schema;
  return schema ? { additionalProperties: true } : { not: {} };
}

/** Replaces a schema that is only a reference by what it refers to. */
function unfold(schema: JsonSchemaObject): JsonSchemaObject {
  let current = schema;
  for (let steps = 0; steps < 20 && typeof current.$ref === "string" && current.$ref !== "#"; steps++) {
    const { $ref, ...notes } = current;
    const target = resolveReference(schema, $ref ?? "");
    if (!isObject(target) || !Object.keys(notes).every((keyword) => annotations.has(keyword))) break;
    current = { ...(target as JsonSchemaObject), ...notes };
  }
  return current;
}

/** A schema that refers to itself as `#` means itself without the selector: it becomes a definition of its own. */
function movedRoot(schema: JsonSchemaObject): JsonSchemaObject {
  if (!refersToRoot(schema)) return schema;
  const defs = schema.$defs ?? {};
  let name = "self";
  while (Object.hasOwn(defs, name)) name += "_";
  const rewrite = (part: JsonSchema): JsonSchema => {
    if (typeof part === "boolean") return part;
    const mapped = mapSubschemas(part, rewrite);
    return mapped.$ref === "#" ? { ...mapped, $ref: `#/$defs/${name}` } : mapped;
  };
  const moved = rewrite(schema) as JsonSchemaObject;
  const { $defs: _, ...self } = moved;
  return { ...moved, $defs: { ...moved.$defs, [name]: self } };
}

function refersToRoot(schema: JsonSchemaObject): boolean {
  if (schema.$ref === "#") return true;
  let found = false;
  forEachSubschema(schema, (part) => {
    found ||= isObject(part) && refersToRoot(part);
  });
  return found;
}

/** Whether the config accepts fields that nobody declares: where an author says so, or the provider declares none. */
function openings(own: JsonSchemaObject, commonAdditional: JsonSchema | undefined): JsonSchemaObject {
  const { additionalProperties, unevaluatedProperties } = own;
  if (additionalProperties !== undefined && additionalProperties !== false) return { additionalProperties };
  if (unevaluatedProperties !== undefined && unevaluatedProperties !== false)
    return { unevaluatedProperties };
  if (commonAdditional !== undefined && commonAdditional !== false) {
    return { additionalProperties: commonAdditional };
  }
  const silent = additionalProperties === undefined && unevaluatedProperties === undefined;
  return silent && !declaresFields(own, own) ? { additionalProperties: true } : {};
}

function selectorNotes(
  own: JsonSchemaObject,
  common: { readonly [name: string]: JsonSchema },
  selector: string,
): JsonSchemaObject {
  const written = common[selector] ?? own.properties?.[selector];
  return isObject(written) && typeof written.description === "string"
    ? { description: written.description }
    : {};
}

function withoutKey<Value>(map: { readonly [name: string]: Value }, key: string): { [name: string]: Value } {
  return Object.fromEntries(Object.entries(map).filter(([name]) => name !== key));
}

/** Later fields come after earlier ones; a field that is declared twice has to satisfy both. */
function joinProperties(...maps: readonly { readonly [name: string]: JsonSchema }[]): {
  readonly [name: string]: JsonSchema;
} {
  const joined = new Map<string, JsonSchema>();
  for (const map of maps) {
    for (const [name, schema] of Object.entries(map)) {
      const earlier = joined.get(name);
      const same = earlier === undefined || equalJson(earlier, schema);
      joined.set(name, same ? schema : { allOf: [earlier, schema] });
    }
  }
  return Object.fromEntries(joined);
}

function joined(
  keyword: "$defs" | "definitions",
  own: unknown,
  common: unknown,
): { readonly [keyword: string]: unknown } {
  const all = [own, common].flatMap((map) => (isObject(map) ? Object.entries(map) : []));
  return all.length === 0 ? {} : { [keyword]: Object.fromEntries(all) };
}

/** Gives definitions of `schema` another name where `other` has a different definition of the same name. */
function renameDefinitions(schema: JsonSchemaObject, other: JsonSchemaObject): JsonSchemaObject {
  const references = new Map<string, string>();
  const renamed: { [keyword: string]: unknown } = {};
  for (const keyword of ["$defs", "definitions"] as const) {
    const mine = schema[keyword];
    const theirs = other[keyword];
    if (!isObject(mine)) continue;
    const taken = new Set([...Object.keys(mine), ...(isObject(theirs) ? Object.keys(theirs) : [])]);
    const entries = Object.entries(mine).map(([name, definition]): [string, unknown] => {
      const clash = isObject(theirs) && Object.hasOwn(theirs, name) && !equalJson(theirs[name], definition);
      if (!clash) return [name, definition];
      let free = `${name}Shared`;
      for (let number = 2; taken.has(free); number++) free = `${name}Shared${number}`;
      taken.add(free);
      references.set(`#/${keyword}/${pointerKey(name)}`, `#/${keyword}/${pointerKey(free)}`);
      return [free, definition];
    });
    renamed[keyword] = Object.fromEntries(entries);
  }
  if (references.size === 0) return schema;
  const rewrite = (part: JsonSchema): JsonSchema => {
    if (typeof part === "boolean") return part;
    const mapped = mapSubschemas(part, rewrite);
    for (const [from, to] of references) {
      if (mapped.$ref === from) return { ...mapped, $ref: to };
      if (mapped.$ref?.startsWith(`${from}/`))
        return { ...mapped, $ref: to + mapped.$ref.slice(from.length) };
    }
    return mapped;
  };
  return rewrite({ ...schema, ...renamed }) as JsonSchemaObject;
}

function pointerKey(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
