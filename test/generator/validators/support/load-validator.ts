import { writeValidatorModule } from "../../../../generator/validators/write-validator-module.js";
import type { JsonSchema } from "../../../../src/contract/json-schema.js";
import type { Failure } from "../../../../src/validation/failure.js";

/** What our own back end emits for a schema, loaded. */
export interface OwnValidator {
  readonly schema: JsonSchema;
  validate(value: unknown): boolean;
  failures(value: unknown): readonly Failure[];
}

/** Runs the text of a validator module of either back end; importing thousands of modules would take too long. */
export function runValidatorModule(text: string): OwnValidator {
  const body = text.replace(/^export /gm, "");
  return new Function(
    `"use strict";\n${body}\nreturn { schema, validate, failures: typeof failures === "function" ? failures : undefined };`,
  )() as OwnValidator;
}

/** The validator of a schema; undefined where it is left to another back end. */
export function loadValidator(schema: JsonSchema): OwnValidator | undefined {
  const text = writeValidatorModule(schema);
  return text === undefined ? undefined : runValidatorModule(text);
}
