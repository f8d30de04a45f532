import type { JsonSchema } from "./json-schema.js";

/**
 * One failure as validators report it. The shape is ajv's, so that precompiled validators
 * need no wrapper; nothing outside `validation/` reads it.
 */
export interface ValidatorError {
  /** JSON pointer of the value at fault, relative to the validated value. */
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: { readonly [name: string]: unknown };
  readonly message?: string;
}

/** A validator function: the verdict is returned, the first error of the last call (or more) is on the function. */
export interface ValidateFunction {
  (value: unknown): boolean;
  errors?: readonly ValidatorError[] | null;
}

/** What a generated `<id>.validator.js` exports. */
export interface ValidatorModule {
  readonly validate: ValidateFunction;
  /** The schema that `validate` was compiled from: closed, self-contained, with its annotations. */
  readonly schema: JsonSchema;
}
