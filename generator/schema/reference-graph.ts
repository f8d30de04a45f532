import type { DocumentPath } from "../../src/source/json-pointer.js";
import { isObject } from "../../src/validation/json-value.js";
import type { CrawledSchema } from "./crawl-schema.js";
import { type SchemaTarget, targetKey } from "./schema-resource.js";
import { allSubschemas } from "./subschemas.js";

/** A `$ref` and the schema it stands in. */
export interface ReferencePlace {
  readonly target: SchemaTarget;
  readonly path: DocumentPath;
}

/** What is wrong with how schemas refer to each other. */
export interface GraphFault {
  readonly problem: "circle" | "too-deep";
  readonly at: ReferencePlace;
}

/** Validators and types are made by following references; longer chains than this would exhaust the stack. */
export const maxReferenceDepth: number = 100;

/** Keywords that apply a schema to the very same value. */
const inPlaceLists = ["allOf", "anyOf", "oneOf"];
const inPlaceSingles = ["not", "if", "then", "else"];

/**
 * Finds a circle of references in which no step goes into the value: validating it would never end. Circles
 * through `properties` or `items` are recursive data, and fine.
 */
export function findCircle(crawled: CrawledSchema): GraphFault | undefined {
  return search(crawled, inPlaceReferences, Number.POSITIVE_INFINITY);
}

/** Finds a chain of references that is too long. */
export function findDeepChain(crawled: CrawledSchema): GraphFault | undefined {
  const found = search(crawled, everyReference, maxReferenceDepth);
  return found?.problem === "too-deep" ? found : undefined;
}

/** Depth first, without recursion; every target is entered once. */
function search(
  { entry, links }: CrawledSchema,
  referencesOf: (target: SchemaTarget) => readonly DocumentPath[],
  limit: number,
): GraphFault | undefined {
  interface Step {
    readonly key: string;
    readonly target: SchemaTarget;
    readonly rest: DocumentPath[];
  }
  const step = (target: SchemaTarget): Step => ({
    key: targetKey(target),
    target,
    rest: [...referencesOf(target)].reverse(),
  });
  const state = new Map<string, "open" | "done">();
  for (const start of [entry, ...links.values()]) {
    if (state.has(targetKey(start))) continue;
    const stack = [step(start)];
    state.set(targetKey(start), "open");
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const path = top.rest.pop();
      if (path === undefined) {
        state.set(top.key, "done");
        stack.pop();
        continue;
      }
      const next = links.get(targetKey({ resource: top.target.resource, path }));
      if (next === undefined) continue;
      const at = { target: top.target, path: [...path, "$ref"] };
      const seen = state.get(targetKey(next));
      if (seen === "open" && limit === Number.POSITIVE_INFINITY) return { problem: "circle", at };
      if (seen !== undefined) continue;
      if (stack.length >= limit) return { problem: "too-deep", at };
      state.set(targetKey(next), "open");
      stack.push(step(next));
    }
  }
  return undefined;
}

function everyReference({ value, path }: SchemaTarget): DocumentPath[] {
  return allSubschemas(value, path)
    .filter(({ schema }) => typeof schema.$ref === "string")
    .map((found) => found.path);
}

function inPlaceReferences({ value, path }: SchemaTarget): DocumentPath[] {
  const found: DocumentPath[] = [];
  const visit = (schema: unknown, at: DocumentPath): void => {
    if (!isObject(schema)) return;
    if (typeof schema.$ref === "string") found.push(at);
    for (const keyword of inPlaceLists) {
      const list = schema[keyword];
      for (const [index, item] of Array.isArray(list) ? list.entries() : [])
        visit(item, [...at, keyword, index]);
    }
    for (const keyword of inPlaceSingles) visit(schema[keyword], [...at, keyword]);
    const dependent = schema.dependentSchemas;
    if (isObject(dependent)) {
      for (const [name, item] of Object.entries(dependent)) visit(item, [...at, "dependentSchemas", name]);
    }
  };
  visit(value, path);
  return found;
}
