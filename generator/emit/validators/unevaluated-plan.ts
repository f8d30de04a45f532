import type { JsonSchema, JsonSchemaObject } from "../../../src/contract/json-schema.js";
import { isObject } from "../../../src/validation/json-value.js";
import { isSchema, isSchemaObject, mapSubschemas } from "../../../src/validation/schema-keywords.js";
import { referenceOf } from "../../../src/validation/schema-reference.js";
import { type DescriptionKind, Descriptions, isComplete } from "../../validators/descriptions.js";
import { schemaPlaces } from "../../validators/schema-places.js";

/** Which fields or items are spoken of. */
export interface Known {
  readonly names: readonly string[];
  readonly patterns: readonly string[];
  readonly isAll: boolean;
  /** So many items, from the first. */
  readonly count: number;
}

/** A question that was asked before, by its index, and the answer to it. */
export interface Answer {
  readonly gate: number;
  readonly fits: boolean;
}

/** A part of the plan that holds only after all of these answers. */
interface Within {
  readonly within: readonly Answer[];
  /** The index of a schema. */
  readonly schema: number;
}

/** How to find out what is left over for a keyword. It holds the schemas, its own first; here they are named by their index. */
export interface UnevaluatedPlan {
  readonly always: Known;
  /** Schemas that the value may fit, and what is known if it does. */
  readonly gates: readonly (Within & { readonly known: Known })[];
  /** Schemas whose items are spoken of. */
  readonly contained: readonly Within[];
}

const kinds = { unevaluatedProperties: "fields", unevaluatedItems: "items" } as const;

/** The keywords that are planned. */
export const plannedKeywords: readonly (keyof typeof kinds)[] = ["unevaluatedProperties", "unevaluatedItems"];

/** Where the plan for a keyword stands, beside it. */
export function planOf(keyword: string): string {
  return `x-plan-${keyword}`;
}

/**
 * Replaces `unevaluatedProperties` and `unevaluatedItems` by plans, because ajv goes wrong there: it counts the items that have
 * been described, from the first, takes all for described where `contains` finds one, leaves the count undefined that a
 * branch would have given, keeps what a branch has seen before it failed, and finds fields that every object inherits among
 * those seen. A schema without these keywords is returned as it is.
 */
export function planUnevaluated(root: JsonSchema): JsonSchema {
  const descriptions = new Descriptions(root, schemaPlaces(root).keys());
  if (descriptions.kinds.length === 0) return root;
  const known = new Map<JsonSchemaObject, JsonSchemaObject>();
  const rewrite = (schema: JsonSchema): JsonSchema => {
    if (!isSchemaObject(schema)) return schema;
    const earlier = known.get(schema);
    if (earlier !== undefined) return earlier;
    const { unevaluatedProperties: _fields, unevaluatedItems: _items, ...others } = schema;
    const replaced: JsonSchemaObject = { ...mapSubschemas(schema, rewrite) };
    for (const keyword of plannedKeywords) {
      const rest = replaced[keyword];
      if (!isSchema(rest)) continue;
      const planner = new Planner(root, descriptions, rewrite, kinds[keyword]);
      Object.assign(replaced, {
        [planOf(keyword)]: planner.plan(others),
        [keyword]: [rest, ...planner.schemas],
      });
    }
    known.set(schema, replaced);
    return replaced;
  };
  return rewrite(root);
}

class Planner {
  readonly schemas: JsonSchema[] = [];
  readonly #root: JsonSchema;
  readonly #descriptions: Descriptions;
  readonly #rewrite: (schema: JsonSchema) => JsonSchema;
  readonly #kind: DescriptionKind;
  readonly #gates: (Within & { known: Known })[] = [];
  readonly #contained: Within[] = [];

  constructor(
    root: JsonSchema,
    descriptions: Descriptions,
    rewrite: (schema: JsonSchema) => JsonSchema,
    kind: DescriptionKind,
  ) {
    this.#root = root;
    this.#descriptions = descriptions;
    this.#rewrite = rewrite;
    this.#kind = kind;
  }

  plan(schema: JsonSchemaObject): UnevaluatedPlan {
    this.#learn(schema, []);
    return { always: this.#known(schema), gates: this.#gates, contained: this.#contained };
  }

  #known(schema: JsonSchema): Known {
    const { names, patterns, count, ...rest } = this.#descriptions.always(schema);
    const isAll = isComplete({ names, patterns, count, ...rest }, this.#kind);
    return { names: [...names], patterns: [...patterns], isAll, count: isAll ? 0 : count };
  }

  #add(schema: JsonSchema): number {
    return this.schemas.push(this.#rewrite(schema));
  }

  /** What a schema says of the values that fit some of its branches; the rest is known. */
  #learn(schema: JsonSchema, within: readonly Answer[]): void {
    if (!isSchemaObject(schema) || this.#known(schema).isAll) return;
    if (this.#kind === "items" && isSchema(schema.contains)) {
      this.#contained.push({ within, schema: this.#add(schema.contains) });
    }
    const target = referenceOf(this.#root, schema);
    for (const part of [...(target === undefined ? [] : [target]), ...(schema.allOf ?? [])]) {
      this.#learn(part, within);
    }
    for (const branch of [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]) this.#ask(branch, within);
    const { if: condition, then: consequence = true, else: alternative = true } = schema;
    if (isSchema(condition) && [condition, consequence, alternative].some((part) => this.#speaks(part))) {
      const gate = this.#gate(condition, within);
      this.#ask(consequence as JsonSchema, [{ gate, fits: true }]);
      // A question that was not asked has no answer either.
      this.#ask(alternative as JsonSchema, [...within, { gate, fits: false }]);
    }
    if (this.#kind === "items" || !isObject(schema.dependentSchemas)) return;
    for (const [trigger, part] of Object.entries(schema.dependentSchemas)) {
      if (!this.#speaks(part)) continue;
      this.#ask(part as JsonSchema, [{ gate: this.#gate({ required: [trigger] }, within), fits: true }]);
    }
  }

  #speaks(schema: unknown): boolean {
    return isSchema(schema) && this.#descriptions.speaks(schema, [this.#kind]);
  }

  #ask(branch: JsonSchema, within: readonly Answer[]): void {
    if (this.#speaks(branch)) this.#gate(branch, within);
  }

  #gate(schema: JsonSchema, within: readonly Answer[]): number {
    const gate = this.#gates.push({ within, schema: this.#add(schema), known: this.#known(schema) }) - 1;
    this.#learn(schema, [{ gate, fits: true }]);
    return gate;
  }
}
