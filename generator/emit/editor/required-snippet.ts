import type { JsonSchema, JsonSchemaObject } from "../../../src/contract/json-schema.js";
import { isSecret } from "../examples/secret-values.js";
import { withoutEnvironmentRequirements } from "../traversal/environment-requirements.js";
import { flattenSchema } from "../traversal/flatten-schema.js";

/** What an editor offers to insert at once. */
export interface Snippet {
  readonly label: string;
  readonly body: { readonly [name: string]: unknown };
}

/** Counts the places that an editor visits one after the other when it has inserted a snippet. */
export class TabStops {
  #last = 0;

  /** A place to fill in, perhaps with a text in it that may stay. */
  next(text = ""): string {
    this.#last += 1;
    return text === "" ? `$${this.#last}` : `\${${this.#last}:${text}}`;
  }
}

/** A snippet for the fields that an object must have, for each that can be written without quotes. */
export function requiredFields(
  root: JsonSchema,
  schema: JsonSchema,
  names: readonly string[],
  stops: TabStops,
  depth = 0,
): { [name: string]: unknown } {
  const { properties = {} } = flattenSchema(root, schema, PLAIN);
  const fields = names
    .filter((name) => /^[\w.-]+$/.test(name))
    .map((name): [string, unknown] => [
      name,
      placeholder(root, Object.hasOwn(properties, name) ? (properties[name] ?? true) : true, stops, depth),
    ]);
  return Object.fromEntries(fields);
}

/** The fields of a map or of an object that needs none, for the snippet's reader to name. */
export function anyField(stops: TabStops): { [name: string]: unknown } {
  const [name, value] = [stops.next(), stops.next()];
  return { [name]: unquoted(value) };
}

/**
 * Puts a snippet in the place of what servers make of `required` where it stands beside `properties`. They look for
 * snippets last: so that they find it, the fields become a part of the schema.
 */
export function insertedAs(schema: JsonSchemaObject, snippet: Snippet): JsonSchemaObject {
  const { properties = {}, patternProperties, additionalProperties, allOf = [], ...rest } = schema;
  const fields = {
    ...(additionalProperties === undefined ? {} : { additionalProperties }),
    properties,
    ...(patternProperties === undefined ? {} : { patternProperties }),
  };
  return { ...withSnippet(rest, snippet), allOf: [...allOf, fields] };
}

/** Offers a snippet in an object, as the kind of thing that servers' own offers of all required fields are. */
export function withSnippet(schema: JsonSchemaObject, snippet: Snippet): JsonSchemaObject {
  if (Object.keys(snippet.body).length === 0) return schema;
  return { ...schema, defaultSnippets: [{ ...snippet, suggestionKind: COMPLETION_KIND_CLASS }] };
}

const COMPLETION_KIND_CLASS = 7;
const PLAIN = { branch: 0, condition: "none" } as const;
/** Deeper than this nobody wants to have written at once, and a schema may recur. */
const deepest = 3;

function placeholder(root: JsonSchema, schema: JsonSchema, stops: TabStops, depth: number): unknown {
  const flat = flattenSchema(root, schema, PLAIN);
  const [type] = typeof flat.type === "string" ? [flat.type] : (flat.type ?? []);
  const given = isSecret(root, schema) ? undefined : (flat.const ?? flat.default ?? flat.examples?.[0]);
  if (type === "object" && depth < deepest) {
    const { required = [] } = withoutEnvironmentRequirements(root, flat);
    const fields = requiredFields(root, schema, required, stops, depth + 1);
    return Object.keys(fields).length > 0 ? fields : anyField(stops);
  }
  if (type === "array" && depth < deepest) {
    return [placeholder(root, flat.items ?? true, stops, depth + 1)];
  }
  const isText = type === "string" || flat.enum?.every((value) => typeof value === "string") === true;
  if (isText) return stops.next(typeof given === "string" && isPlainText(given) ? given : "");
  const isPlain = typeof given === "number" || typeof given === "boolean";
  return unquoted(stops.next(isPlain ? String(given) : ""));
}

/** In JSON a text of a snippet is quoted, unless it starts with this sign; in YAML the sign is dropped. */
const unquoted = (text: string): string => `^${text}`;

/** A text that means itself in YAML and in a snippet. */
const isPlainText = (text: string): boolean =>
  /^[A-Za-z_./][\w./:@-]*$/.test(text) && !/^(true|false|null|yes|no|on|off)$|[:.]$/i.test(text);
