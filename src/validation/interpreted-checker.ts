import type { JsonSchema } from "../contract/json-schema.js";
import type { ValidateFunction } from "../contract/validator.js";
import type { ConfigChecker } from "./checker.js";
import { evaluateSchema } from "./evaluate-schema.js";
import { checkWith } from "./static-checker.js";

/** A checker that interprets its schema: needs no compiler, for schemas that are checked seldom. */
export function interpretedChecker(schema: JsonSchema): ConfigChecker {
  const validate: ValidateFunction = (value) => evaluateSchema(schema, schema, value).failures.length === 0;
  return { schema, check: (value, context) => checkWith(validate, schema, value, context) };
}
