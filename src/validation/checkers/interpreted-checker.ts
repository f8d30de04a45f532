import type { JsonSchema } from "../../contract/json-schema.js";
import type { ConfigChecker } from "../checker.js";
import { matchesSchema } from "../evaluation/evaluate-schema.js";
import { validatorChecker } from "./validator-checker.js";

/** A checker that interprets its schema: needs no compiler, for schemas that are checked seldom. */
export function interpretedChecker(schema: JsonSchema): ConfigChecker {
  return validatorChecker((value) => matchesSchema(schema, schema, value), schema);
}
