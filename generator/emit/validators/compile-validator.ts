import type { JsonSchema } from "../../../src/contract/json-schema.js";
import { matchesSchema } from "../../../src/validation/evaluation/evaluate-schema.js";
import { writeValidatorModule } from "../../validators/write-validator-module.js";

/** What wrote a validator: provc itself, or ajv where it is asked for, or for what no schema that was loaded has. */
export type ValidatorBackend = "provc" | "ajv";

/** Which back end to use: `auto` is our own wherever it knows all keywords of a schema. */
export type ValidatorChoice = "auto" | "ajv";

/** A schema as the text of an ES module that needs nothing else, and as a function for the compiler's own use. */
export interface CompiledValidator {
  readonly backend: ValidatorBackend;
  /** Exports `validate` and `schema`; of our own back end `failures`, too. */
  readonly code: string;
  validate(value: unknown): boolean;
}

/**
 * Compiles a schema. ajv is loaded only for a schema that needs it. What our own back end writes is not run here, which
 * would take longer than to write it: the interpreter, which says the same, answers instead.
 */
export async function compileValidator(
  schema: JsonSchema,
  choice: ValidatorChoice = "auto",
): Promise<CompiledValidator> {
  const code = choice === "auto" ? writeValidatorModule(schema) : undefined;
  if (code !== undefined) {
    return { backend: "provc", code, validate: (value) => matchesSchema(schema, schema, value) };
  }
  const { compileWithAjv } = await import("./compile-with-ajv.js");
  return { backend: "ajv", ...(await compileWithAjv(schema)) };
}
