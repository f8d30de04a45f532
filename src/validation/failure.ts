import type { JsonSchema } from "../contract/json-schema.js";
import type { ValidatorFailure } from "../contract/validator.js";
import type { DocumentPath } from "../source/json-pointer.js";

/** One keyword of a schema that a value does not satisfy. */
export type Failure = ValidatorFailure;

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
