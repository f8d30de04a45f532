import type { JsonSchema, JsonSchemaObject } from "../../contract/json-schema.js";
import { isObject } from "../json-value.js";
import { referenceOf } from "../schema-reference.js";
import { declaredFields, declaresFields } from "./declared-fields.js";
import { coversFields, describedChildren, ownChildren } from "./described-children.js";

/** How an object schema is closed: by itself, with what applies beside it, or by closing its one part instead. */
export type Closing = "additional" | "unevaluated" | "delegate" | undefined;

/** Something that describes the fields of an object: the schema's own keywords, or an applicator beside them. */
interface FieldSource {
  readonly id: string;
  readonly schemas: readonly JsonSchema[];
  /** Applies to every value, not only where a condition holds. */
  readonly always: boolean;
}

/** Where the fields of one object schema come from, and what follows for closing it. */
export interface FieldSources {
  readonly closing: Closing;
  /** Children (as `childKey` names them) that must stay open where the schema's own keywords describe them. */
  readonly openInOwn: ReadonlySet<string>;
  /** The same, where the applicator describes them. */
  openIn(keyword: string, key: string | number | undefined): ReadonlySet<string>;
  /** Whether this applicator is the one to close. */
  delegates(keyword: string, key: string | number | undefined): boolean;
}

export function fieldSources(root: JsonSchema, schema: JsonSchemaObject): FieldSources {
  const sources = listSources(root, schema);
  const declaring = sources.filter((source) =>
    source.id === "own" ? hasOwnFields(schema) : source.schemas.some((part) => declaresFields(root, part)),
  );
  const closing = chooseClosing(root, schema, declaring);
  const open = openChildren(root, schema, sources);
  return {
    closing,
    openInOwn: open.get("own") ?? new Set(),
    openIn: (keyword, key) => open.get(sourceId(keyword, key)) ?? new Set(),
    delegates: (keyword, key) => closing === "delegate" && declaring[0]?.id === sourceId(keyword, key),
  };
}

function sourceId(keyword: string, key: string | number | undefined): string {
  if (keyword === "allOf" || keyword === "dependentSchemas") return `${keyword}/${key}`;
  return keyword === "then" || keyword === "else" ? "condition" : keyword;
}

function hasOwnFields(schema: JsonSchemaObject): boolean {
  return schema.properties !== undefined || schema.patternProperties !== undefined;
}

function listSources(root: JsonSchema, schema: JsonSchemaObject): FieldSource[] {
  const sources: FieldSource[] = [{ id: "own", schemas: [], always: true }];
  const target = referenceOf(root, schema);
  if (target !== undefined) sources.push({ id: "$ref", schemas: [target], always: true });
  for (const [index, part] of (schema.allOf ?? []).entries()) {
    sources.push({ id: sourceId("allOf", index), schemas: [part], always: true });
  }
  if (schema.anyOf !== undefined) sources.push({ id: "anyOf", schemas: schema.anyOf, always: false });
  if (schema.oneOf !== undefined) sources.push({ id: "oneOf", schemas: schema.oneOf, always: false });
  const conditional = [schema.then, schema.else].filter((part) => part !== undefined);
  if (conditional.length > 0) sources.push({ id: "condition", schemas: conditional, always: false });
  if (isObject(schema.dependentSchemas)) {
    for (const [name, part] of Object.entries(schema.dependentSchemas)) {
      sources.push({
        id: sourceId("dependentSchemas", name),
        schemas: [part as JsonSchema],
        always: false,
      });
    }
  }
  return sources;
}

function chooseClosing(
  root: JsonSchema,
  schema: JsonSchemaObject,
  declaring: readonly FieldSource[],
): Closing {
  if (schema.additionalProperties !== undefined || schema.unevaluatedProperties !== undefined)
    return undefined;
  if (schema.type !== undefined && ![schema.type].flat().includes("object")) return undefined;
  if (typeof schema.$dynamicRef === "string") return undefined;
  if (typeof schema.$ref === "string" && referenceOf(root, schema) === undefined) return undefined;
  const [only] = declaring;
  if (only === undefined) return undefined;
  if (declaring.length === 1) {
    if (only.id === "own") return schema.properties === undefined ? undefined : "additional";
    return only.id === "condition" || only.id.startsWith("dependentSchemas/") ? undefined : "delegate";
  }
  const parts = declaring.filter((source) => source.id !== "own");
  const own = declaring.length > parts.length;
  if (own && parts.every((source) => source.schemas.every((part) => addsNothing(root, schema, part)))) {
    return schema.properties === undefined ? undefined : "additional";
  }
  const opened = parts.some(
    (source) => source.always && source.schemas.some((part) => declaredFields(root, part).open),
  );
  const described = own || parts.some((source) => source.always || /^(?:anyOf|oneOf)$/.test(source.id));
  return described && !opened ? "unevaluated" : undefined;
}

/** True when the schema's own keywords already name every field that the part speaks of. */
function addsNothing(root: JsonSchema, schema: JsonSchemaObject, part: JsonSchema): boolean {
  const { names, patterns, open } = declaredFields(root, part);
  return (
    !open &&
    [...names].every((name) => Object.hasOwn(schema.properties ?? {}, name)) &&
    patterns.every((pattern) => Object.hasOwn(schema.patternProperties ?? {}, pattern))
  );
}

/**
 * A child that two sources describe is closed in the one that knows all its fields, and applies always; if there is
 * none, it stays open. Otherwise a condition on a single nested field would forbid all the others.
 */
function openChildren(
  root: JsonSchema,
  schema: JsonSchemaObject,
  sources: readonly FieldSource[],
): Map<string, Set<string>> {
  if (sources.length === 1) return new Map();
  const described = sources.map((source) =>
    source.id === "own"
      ? new Map([...ownChildren(schema)].map(([place, child]) => [place, [child]]))
      : mergeChildren(source.schemas.map((part) => describedChildren(root, part))),
  );
  const open = new Map<string, Set<string>>();
  const places = new Set(described.flatMap((children) => [...children.keys()]));
  for (const place of places) {
    const describing = sources.filter((_, index) => described[index]?.has(place));
    if (describing.length < 2) continue;
    const childrenOf = (source: FieldSource): JsonSchema[] =>
      described[sources.indexOf(source)]?.get(place) ?? [];
    const cover = describing.find((source) => {
      const [child, ...more] = childrenOf(source);
      if (!source.always || child === undefined || more.length > 0) return false;
      return describing.every((other) => childrenOf(other).every((part) => coversFields(root, child, part)));
    });
    for (const source of describing) {
      if (source !== cover) open.set(source.id, (open.get(source.id) ?? new Set()).add(place));
    }
  }
  return open;
}

function mergeChildren(maps: readonly Map<string, JsonSchema[]>[]): Map<string, JsonSchema[]> {
  const merged = new Map<string, JsonSchema[]>();
  for (const children of maps) {
    for (const [place, schemas] of children) merged.set(place, [...(merged.get(place) ?? []), ...schemas]);
  }
  return merged;
}
