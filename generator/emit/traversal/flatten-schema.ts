import type { JsonSchema, JsonSchemaObject } from "../../../src/contract/json-schema.js";
import { setOwn } from "../../../src/validation/json-value.js";
import { hasKeyword, isSchemaObject } from "../../../src/validation/schema-keywords.js";
import { referenceOf } from "../../../src/validation/schema-reference.js";

/** Which branches of a schema to take where it leaves a choice. */
export interface BranchChoice {
  /** The branch of every `anyOf` and `oneOf`; one that has fewer gives its last. */
  readonly branch: number;
  /** Which side of every `if` to take as well. */
  readonly condition: "none" | "then" | "else";
}

/**
 * What a schema says of a value in one flat schema: references followed, `allOf` and the chosen branches merged in.
 * Good enough to construct a value or to describe a field, not to validate: the strictest of two bounds is not looked
 * for. A cycle of references is followed once.
 */
export function flattenSchema(root: JsonSchema, schema: JsonSchema, choice: BranchChoice): JsonSchemaObject {
  if (isSchemaObject(schema) && !hasKeyword(schema, COMPOSITION)) return schema;
  const merged: JsonSchemaObject[] = [];
  const seen = new Set<JsonSchema>();
  const add = (part: JsonSchema | undefined): void => {
    if (!isSchemaObject(part) || seen.has(part)) return;
    seen.add(part);
    merged.push(part);
    add(referenceOf(root, part));
    for (const item of part.allOf ?? []) add(item);
    for (const branches of [part.anyOf, part.oneOf])
      add(branches?.[Math.min(choice.branch, branches.length - 1)]);
    if (choice.condition === "then") {
      add(part.if);
      add(part.then);
    }
    if (choice.condition === "else") add(part.else);
  };
  add(schema);
  return merged.reduce(merge, {});
}

const COMPOSITION: ReadonlySet<string> = new Set([
  "$ref",
  "$defs",
  "allOf",
  "anyOf",
  "oneOf",
  "if",
  "then",
  "else",
]);

/** Earlier parts win, as the words beside a `$ref` win over those of its target; fields and requirements add up. */
function merge(first: JsonSchemaObject, second: JsonSchemaObject): JsonSchemaObject {
  const own: { [keyword: string]: unknown } = {};
  for (const keyword of Object.keys(second))
    if (!COMPOSITION.has(keyword)) setOwn(own, keyword, second[keyword]);
  // The first part of all, which most often is the only one, has nothing to be joined with.
  if (Object.keys(first).length === 0) return own;
  const required = new Set([...(first.required ?? []), ...(second.required ?? [])]);
  const properties = new Map(Object.entries(first.properties ?? {}));
  for (const [name, schema] of Object.entries(second.properties ?? {})) {
    const known = properties.get(name);
    properties.set(name, known === undefined || known === true ? schema : both(known, schema));
  }
  return {
    ...own,
    ...first,
    ...(required.size > 0 ? { required: [...required] } : {}),
    ...(properties.size > 0 ? { properties: Object.fromEntries(properties) } : {}),
  };
}

/** Both schemas at once. Narrow ones come first, since they decide where only one can be heard. */
function both(a: JsonSchema, b: JsonSchema): JsonSchema {
  if (b === true) return a;
  const isNarrow = (schema: JsonSchema): boolean =>
    isSchemaObject(schema) && ("const" in schema || "enum" in schema);
  return { allOf: isNarrow(b) && !isNarrow(a) ? [b, a] : [a, b] };
}
