import type { JsonSchema, JsonSchemaObject } from "../contract/json-schema.js";
import type { DocumentPath } from "../source/json-pointer.js";

/** One keyword of a schema that a value does not satisfy. */
export interface Failure {
  /** Where the value is, relative to the checked one. */
  readonly path: DocumentPath;
  /** `false` for the schema `false`. */
  readonly keyword: string;
  /** The schema that has the keyword. */
  readonly schema: JsonSchemaObject;
  readonly value: unknown;
  /** The field that is missing, unknown or badly named. */
  readonly field?: string;
  /** `dependentRequired`: the field whose presence asks for `field`. */
  readonly trigger?: string;
  /** `anyOf`, `oneOf`: the failures of each branch. `propertyNames`: those of the name. */
  readonly branches?: readonly (readonly Failure[])[];
  /** `oneOf`: the branches that fit, where several do. `uniqueItems`: the items that are equal. */
  readonly indices?: readonly number[];
}

/** What came of evaluating a value with a schema. */
export interface Evaluation {
  readonly failures: readonly Failure[];
  /** Fields of the value that the schema says something about; what `unevaluatedProperties` goes by. */
  readonly fields: ReadonlySet<string>;
  /** The same for items, by index. */
  readonly items: ReadonlySet<number>;
}

/** Evaluates a subschema; hands recursion to the functions that know one sort of keyword. */
export type Evaluate = (schema: JsonSchema, value: unknown, path: DocumentPath) => Evaluation;
