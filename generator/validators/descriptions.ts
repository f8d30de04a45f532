import type { JsonSchema, JsonSchemaObject } from "../../src/contract/json-schema.js";
import { isObject } from "../../src/validation/json-value.js";
import { isSchema, isSchemaObject } from "../../src/validation/schema-keywords.js";
import { referenceOf } from "../../src/validation/schema-reference.js";

/** What a schema says something about in every value that fits it, whatever else the value is. */
export interface Description {
  readonly names: ReadonlySet<string>;
  readonly patterns: ReadonlySet<string>;
  /** Every field. */
  readonly isOpen: boolean;
  /** So many items, from the first; infinite for all. */
  readonly count: number;
}

const nothing: Description = { names: new Set(), patterns: new Set(), isOpen: false, count: 0 };

export type DescriptionKind = "fields" | "items";

/**
 * Which fields and items the parts of a schema speak of, as far as that decides about `unevaluatedProperties` and
 * `unevaluatedItems`. What applies to every value is known beforehand; for the rest validators take notes.
 */
export class Descriptions {
  readonly #root: JsonSchema;
  /** What some part of the schema asks for. */
  readonly kinds: readonly DescriptionKind[];
  readonly #always = new Map<JsonSchemaObject, Description>();

  constructor(root: JsonSchema, parts: Iterable<JsonSchemaObject>) {
    this.#root = root;
    const all = [...parts];
    this.kinds = [
      ...(all.some((part) => part.unevaluatedProperties !== undefined) ? (["fields"] as const) : []),
      ...(all.some((part) => part.unevaluatedItems !== undefined) ? (["items"] as const) : []),
    ];
  }

  /** What is known of every value that fits a schema. */
  always(schema: JsonSchema): Description {
    if (!isSchemaObject(schema)) return nothing;
    const known = this.#always.get(schema);
    if (known !== undefined) return known;
    const parts = this.#parts(schema).map((part) => this.always(part));
    const { additionalProperties, unevaluatedProperties, items, unevaluatedItems, prefixItems = [] } = schema;
    const isList = (items !== undefined && items !== false) || unevaluatedItems !== undefined;
    const own: Description = {
      names: new Set(Object.keys(schema.properties ?? {})),
      patterns: new Set(Object.keys(schema.patternProperties ?? {})),
      isOpen: (additionalProperties ?? false) !== false || unevaluatedProperties !== undefined,
      count: isList ? Number.POSITIVE_INFINITY : prefixItems.length,
    };
    const all = [own, ...parts];
    const description: Description = {
      names: new Set(all.flatMap(({ names }) => [...names])),
      patterns: new Set(all.flatMap(({ patterns }) => [...patterns])),
      isOpen: all.some(({ isOpen }) => isOpen),
      count: Math.max(...all.map(({ count }) => count)),
    };
    this.#always.set(schema, description);
    return description;
  }

  /** Whether more is known of some of the values that fit a schema, so that notes have to be taken. */
  depends(schema: JsonSchema, kinds: readonly DescriptionKind[] = this.kinds): boolean {
    return isSchemaObject(schema) && kinds.some((kind) => this.#dependsOn(schema, kind));
  }

  /** Whether a branch has anything to note. */
  speaks(schema: JsonSchema, kinds: readonly DescriptionKind[] = this.kinds): boolean {
    return kinds.some((kind) => this.#speaksOf(schema, kind));
  }

  #dependsOn(schema: JsonSchemaObject, kind: DescriptionKind): boolean {
    if (isComplete(this.always(schema), kind)) return false;
    if (kind === "items" && isSchema(schema.contains)) return true;
    return (
      branches(schema).some((branch) => this.#speaksOf(branch, kind)) ||
      this.#parts(schema).some((part) => isSchemaObject(part) && this.#dependsOn(part, kind))
    );
  }

  #speaksOf(schema: JsonSchema, kind: DescriptionKind): boolean {
    if (!isSchemaObject(schema)) return false;
    const { names, patterns, isOpen, count } = this.always(schema);
    const isKnown = kind === "items" ? count > 0 : isOpen || names.size > 0 || patterns.size > 0;
    return isKnown || this.#dependsOn(schema, kind);
  }

  /** The subschemas that every value has to fit. */
  #parts(schema: JsonSchemaObject): readonly JsonSchema[] {
    const target = referenceOf(this.#root, schema);
    return [...(target === undefined ? [] : [target]), ...(schema.allOf ?? [])];
  }
}

/** Whether there is nothing left to say. */
export function isComplete({ isOpen, count }: Description, kind: DescriptionKind): boolean {
  return kind === "fields" ? isOpen : count === Number.POSITIVE_INFINITY;
}

/** The subschemas of which it depends on the value whether it fits them. */
function branches(schema: JsonSchemaObject): readonly JsonSchema[] {
  const { anyOf = [], oneOf = [], if: condition, then: consequence, else: alternative } = schema;
  const conditions = isSchema(condition) ? [condition, consequence, alternative].filter(isSchema) : [];
  const dependencies = isObject(schema.dependentSchemas) ? Object.values(schema.dependentSchemas) : [];
  return [...anyOf, ...oneOf, ...conditions, ...(dependencies as readonly JsonSchema[])];
}
