import type { JsonSchema } from "../../src/contract/json-schema.js";
import type { DocumentPath } from "../../src/source/json-pointer.js";
import { byCodeUnit, isObject } from "../../src/validation/json-value.js";
import { forEachSubschema, mapSubschemas } from "../../src/validation/schema-keywords.js";
import type { Origin } from "../manifest/findings.js";
import type { CrawledSchema } from "./crawl-schema.js";
import { nameDefinitions } from "./definition-names.js";
import { compareKeywords, sortedValue } from "./keyword-order.js";
import { annotations, bookkeeping } from "./keywords.js";
import { originOf, type SchemaTarget, targetKey } from "./schema-resource.js";

/** A schema that stands for itself: every `$ref` is `#/$defs/<name>`, keys are in order. Not closed yet. */
export interface BundledSchema {
  readonly schema: JsonSchema;
  /** What `digestOf` says of the schema, where it is known without the schema. */
  readonly digest?: string;
  /** Where a place in `schema` is written; also for places in its `$defs`. */
  locate(path: DocumentPath): Origin;
}

const mapsOfSchemas: ReadonlySet<string> = new Set(["properties", "patternProperties", "dependentSchemas"]);

/** Keywords whose value is data, not schemas; keys of maps in there are put in order, too. */
const plainData: ReadonlySet<string> = new Set(
  "default const enum examples dependentRequired defaultSnippets errorMessage".split(" "),
);

/** Makes one self-contained schema of a schema and all that it refers to. Definitions that nothing refers to are left out. */
export function bundleSchema(crawled: CrawledSchema): BundledSchema {
  const entry = unwrap(crawled);
  const reached = reachable(crawled, entry);
  const names = nameDefinitions(entry, [...reached.values()]);
  const write = (target: SchemaTarget): JsonSchema => writeSchema(crawled, names, target);
  const definitions = [...reached.values()]
    .map((target): [string, SchemaTarget] => [names.get(targetKey(target)) ?? "", target])
    .sort(([a], [b]) => byCodeUnit(a, b));
  const root = write(entry);
  const schema =
    definitions.length === 0 || !isObject(root)
      ? root
      : { ...root, $defs: Object.fromEntries(definitions.map(([name, target]) => [name, write(target)])) };
  const byName = new Map(definitions);
  return {
    schema,
    locate(path) {
      const [first, name, ...rest] = path;
      const target = first === "$defs" ? byName.get(String(name)) : undefined;
      if (target === undefined) return originOf({ resource: entry.resource, path: [...entry.path, ...path] });
      return originOf({ resource: target.resource, path: [...target.path, ...rest] });
    },
  };
}

/** A schema that is nothing but a reference is replaced by its target, with its own descriptions kept. */
function unwrap({ entry, links }: CrawledSchema): SchemaTarget {
  let current = entry;
  const notes: { [keyword: string]: unknown } = {};
  while (isObject(current.value) && typeof current.value.$ref === "string") {
    const { $ref: _, ...others } = current.value;
    if (!Object.keys(others).every((keyword) => annotations.has(keyword))) break;
    const target = links.get(targetKey(current));
    if (target === undefined) break;
    for (const [keyword, value] of Object.entries(others)) {
      if (!bookkeeping.has(keyword) && !Object.hasOwn(notes, keyword)) notes[keyword] = value;
    }
    current = target;
  }
  if (!isObject(current.value) || Object.keys(notes).length === 0) return current;
  return { ...current, value: { ...current.value, ...notes } };
}

/** Every target of a reference that the entry leads to, by key. */
function reachable({ links }: CrawledSchema, entry: SchemaTarget): Map<string, SchemaTarget> {
  const reached = new Map<string, SchemaTarget>();
  const queue = [entry];
  for (const target of queue) {
    forEachReference(target, (path) => {
      const next = links.get(targetKey({ resource: target.resource, path }));
      if (next === undefined || reached.has(targetKey(next))) return;
      reached.set(targetKey(next), next);
      queue.push(next);
    });
  }
  return reached;
}

/** The places with a `$ref` in what is written of a schema, that is, outside its definitions. */
function forEachReference({ value, path: start }: SchemaTarget, visit: (path: DocumentPath) => void): void {
  const walk = (schema: JsonSchema, path: DocumentPath): void => {
    if (!isObject(schema)) return;
    if (typeof schema.$ref === "string") visit(path);
    forEachSubschema(schema, (part, keyword, key) => {
      if (!bookkeeping.has(keyword)) walk(part, below(path, keyword, key));
    });
  };
  walk(value as JsonSchema, start);
}

function writeSchema(
  { links }: CrawledSchema,
  names: ReadonlyMap<string, string>,
  target: SchemaTarget,
): JsonSchema {
  const { resource } = target;
  const write = (schema: JsonSchema, path: DocumentPath): JsonSchema => {
    if (!isObject(schema)) return schema;
    const kept = Object.keys(schema)
      .filter((keyword) => !bookkeeping.has(keyword))
      .sort(compareKeywords)
      .map((keyword) => [keyword, inOrder(keyword, schema[keyword])]);
    const mapped = mapSubschemas(Object.fromEntries(kept), (part, keyword, key) =>
      write(part, below(path, keyword, key)),
    );
    if (mapped.$ref === undefined) return mapped;
    const linked = links.get(targetKey({ resource, path }));
    const name = linked === undefined ? undefined : names.get(targetKey(linked));
    return name === undefined ? mapped : { ...mapped, $ref: `#/$defs/${name}` };
  };
  return write(target.value as JsonSchema, target.path);
}

/** The value of a keyword with its keys in order, as far as they are no keywords. */
function inOrder(keyword: string, value: unknown): unknown {
  if (mapsOfSchemas.has(keyword)) return sortedKeys(value);
  return plainData.has(keyword) || keyword.startsWith("x-") ? sortedValue(value) : value;
}

function sortedKeys(value: unknown): unknown {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => byCodeUnit(a, b)));
}

function below(path: DocumentPath, keyword: string, key: string | number | undefined): DocumentPath {
  return key === undefined ? [...path, keyword] : [...path, keyword, key];
}
