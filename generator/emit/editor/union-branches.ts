import type { JsonSchema, JsonSchemaObject } from "../../../src/contract/json-schema.js";
import { findTag } from "../../../src/validation/findings/branch-tag.js";
import { type Asking, askedFields, type ClosedObject, fieldsAlwaysAsked } from "./closed-object.js";
import { noneMisspelt } from "./one-mark.js";

type Parts = (keyword: string, key: string | number | undefined) => Asking | ClosedObject | undefined;

/** Says which object the schemas under a keyword judge, and how they ask it for fields; undefined for another value. */
export function partsOf(
  root: JsonSchema,
  { anyOf = [], oneOf = [] }: JsonSchemaObject,
  object: ClosedObject | undefined,
  hoist: (schema: JsonSchema) => JsonSchema,
): Parts {
  const unions: { readonly [keyword: string]: BranchAsking } = {
    anyOf: inUnion(root, anyOf, object, hoist),
    oneOf: inUnion(root, oneOf, object, hoist),
  };
  return (keyword, key) => {
    if (SAME_OBJECT.has(keyword)) return object;
    return Object.hasOwn(unions, keyword) ? unions[keyword]?.(Number(key)) : undefined;
  };
}

const SAME_OBJECT: ReadonlySet<string> = new Set(["allOf", "then", "else", "dependentSchemas"]);

/** How the branch at an index asks. */
type BranchAsking = (index: number) => Asking | ClosedObject | undefined;

/**
 * What the branches of a union ask for is told as provc tells it. Where a field says which branch is meant, nothing else
 * is asked until it is there. Where none does, all that is missing is one mistake, and none while a key may be a
 * misspelling of something that a branch asks for.
 */
function inUnion(
  root: JsonSchema,
  branches: readonly JsonSchema[],
  object: ClosedObject | undefined,
  hoist: (schema: JsonSchema) => JsonSchema,
): BranchAsking {
  if (branches.length < 2) return () => object;
  const { gates = [] } = object ?? {};
  const always = branches.map((branch) => fieldsAlwaysAsked(root, branch));
  const tag = findTag(root, branches)?.field;
  if (tag !== undefined && always.every((fields) => fields.has(tag))) {
    const tagged = { ...object, tag, gates: [...gates, { required: [tag] }] };
    return () => tagged;
  }
  const asked = askedInUnion(root, branches);
  if (object === undefined || asked.size === 0) return () => object;
  const untagged = { ...object, gates: [...gates, hoist(noneMisspelt(asked, object.right))] };
  return (index) => ({ ...untagged, inTurn: [...(always[index] ?? [])] });
}

/**
 * One of several branches and no other. While a key may be a misspelling of what they ask for, nobody knows how many of
 * them hold: then one is enough.
 */
export function oneBranch(
  root: JsonSchema,
  original: readonly JsonSchema[],
  branches: readonly JsonSchema[],
  { right }: ClosedObject,
): JsonSchemaObject {
  const asked = askedInUnion(root, original);
  if (asked.size === 0) return { oneOf: branches };
  const plain = noneMisspelt(asked, right);
  // biome-ignore lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema
  return { if: plain, then: { oneOf: branches }, else: { anyOf: branches } };
}

function askedInUnion(root: JsonSchema, branches: readonly JsonSchema[]): ReadonlySet<string> {
  return new Set(branches.flatMap((branch) => [...askedFields(root, branch)]));
}
