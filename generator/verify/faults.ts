import type { JsonSchema, JsonSchemaObject } from "../../src/contract/json-schema.js";
import { evaluateSchema } from "../../src/validation/evaluation/evaluate-schema.js";
import type { Failure } from "../../src/validation/failure.js";
import { forEachSubschema, isSchemaObject } from "../../src/validation/schema-keywords.js";

/**
 * The keywords that a value does not satisfy, sorted; none for a valid value. Of a union that it does not fit, those of
 * the branch that it fits best. A keyword that applies only under a condition is named with it: `then: required`.
 */
export class Faults {
  readonly #schema: JsonSchema;
  readonly #conditions = new Map<JsonSchemaObject, string>();

  constructor(schema: JsonSchema) {
    this.#schema = schema;
    this.#noteConditions(schema, "");
  }

  /** `lacks`: keywords that somebody has no words for; a branch that fails for want of them comes first. */
  of(value: unknown, lacks: (keyword: string) => boolean = () => false): string[] {
    const { failures } = evaluateSchema(this.#schema, this.#schema, value);
    return [...new Set(failures.flatMap((failure) => this.#names(failure, lacks)))].sort();
  }

  /** The keywords that a value does not satisfy in any branch. */
  everywhere(value: unknown): ReadonlySet<string> {
    const found = new Set<string>();
    const collect = (failures: readonly Failure[]): void => {
      for (const { keyword, branches = [] } of failures) {
        found.add(keyword);
        for (const branch of branches) collect(branch);
      }
    };
    collect(evaluateSchema(this.#schema, this.#schema, value).failures);
    return found;
  }

  #names(failure: Failure, lacks: (keyword: string) => boolean): string[] {
    const { keyword, branches = [], schema, value } = failure;
    const known = (names: readonly string[]): number => names.filter((name) => !lacks(name)).length;
    const [nearest] = branches
      .map((branch) => branch.flatMap((inner) => this.#names(inner, lacks)))
      .sort((a, b) => known(a) - known(b) || a.length - b.length);
    if (nearest !== undefined && keyword !== "propertyNames") return nearest;
    const condition = this.#conditions.get(schema) ?? "";
    const isFraction =
      keyword === "type" && typeof value === "number" && [schema.type].flat().includes("integer");
    return [`${condition}${isFraction ? "type: integer" : keyword}`];
  }

  #noteConditions(schema: JsonSchema, condition: string): void {
    if (!isSchemaObject(schema)) return;
    if (condition !== "") this.#conditions.set(schema, condition);
    forEachSubschema(schema, (part, keyword) => {
      const isDefinition = keyword === "$defs" || keyword === "definitions";
      const own = CONDITIONAL.has(keyword) ? `${keyword}: ` : condition;
      this.#noteConditions(part, isDefinition ? "" : own);
    });
  }
}

const CONDITIONAL: ReadonlySet<string> = new Set(["then", "else", "dependentSchemas"]);
