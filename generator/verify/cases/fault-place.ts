import type { JsonSchema, JsonSchemaObject } from "../../../src/contract/json-schema.js";
import type { Random } from "./random.js";

/** A value, and a schema of those that describe it; where a fault is made. */
export interface FaultPlace {
  readonly root: JsonSchema;
  readonly schema: JsonSchemaObject;
  readonly value: unknown;
  readonly random: Random;
  /** Names of fields that belong elsewhere, such as to other providers. */
  readonly strangeNames: readonly string[];
}

/**
 * Gives the values to put in the place of one, on both sides of what a keyword asks for. Which of them are valid does not
 * matter: engines are compared with each other.
 */
export type FaultMaker = (place: FaultPlace) => readonly unknown[];

/** A keyword of a schema as a number; undefined where it is none. */
export function numberOf(schema: JsonSchemaObject, keyword: string): number | undefined {
  const value = schema[keyword];
  return typeof value === "number" ? value : undefined;
}
