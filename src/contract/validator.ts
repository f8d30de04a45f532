import type { JsonSchema, JsonSchemaObject } from "./json-schema.js";

/**
 * One failure as validators that ajv compiled report it. The shape is ajv's, so that they need no wrapper; nothing
 * outside `validation/` reads it.
 */
export interface ValidatorError {
  /** JSON pointer of the value at fault, relative to the validated value. */
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: { readonly [name: string]: unknown };
  readonly message?: string;
}

/** A validator function: the verdict is returned; where ajv compiled it, the first error of the last call is on it. */
export interface ValidateFunction {
  (value: unknown): boolean;
  errors?: readonly ValidatorError[] | null;
}

/** One keyword of a schema that a value does not satisfy, as provc's own validators and its interpreter tell it. */
export interface ValidatorFailure {
  /** Keys that lead to the value, relative to the checked one. */
  readonly path: readonly (string | number)[];
  /** `false` for the schema `false`. */
  readonly keyword: string;
  /** The schema that has the keyword, and with it the expected value. */
  readonly schema: JsonSchemaObject;
  readonly value: unknown;
  /** The field that is missing, unknown or badly named. */
  readonly field?: string;
  /** `dependentRequired`: the field whose presence asks for `field`. */
  readonly trigger?: string;
  /** `anyOf`, `oneOf`: the failures of each branch. `propertyNames`: those of the name. */
  readonly branches?: readonly (readonly ValidatorFailure[])[];
  /** `oneOf`: the branches that fit, where several do. `uniqueItems`: the items that are equal. */
  readonly indices?: readonly number[];
}

/** What a generated `<id>.validator.js` exports. */
export interface ValidatorModule {
  readonly validate: ValidateFunction;
  /** All that is wrong with a value; empty for a valid one. Absent where ajv compiled the validator. */
  readonly failures?: (value: unknown) => readonly ValidatorFailure[];
  /** The schema that `validate` was compiled from: closed, self-contained, with its annotations. */
  readonly schema: JsonSchema;
}
