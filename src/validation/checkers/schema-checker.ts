import type { Ajv2020, ErrorObject } from "ajv/dist/2020.js";
import type { JsonSchema } from "../../contract/json-schema.js";
import type { ValidateFunction } from "../../contract/validator.js";
import { quote } from "../../errors/quote.js";
import type { ConfigChecker } from "../checker.js";
import { listKeywords } from "../list-keywords.js";
import { forEachSubschema, isSchemaObject } from "../schema-keywords.js";
import { resolveReference } from "../schema-reference.js";
import { prepareSchema, usesUnevaluated } from "../schemas/prepare-schema.js";
import { multiplyExactly } from "./exact-multiples.js";
import { validatorChecker } from "./validator-checker.js";
import { validatorOptions } from "./validator-options.js";

/**
 * A checker for a JSON Schema that no code was generated for. The schema has to be self-contained, and closed already.
 * This is the only place of the run time that needs ajv, which is loaded when it is first called.
 *
 * @throws Error when the schema is invalid, or refers to something outside itself
 */
export async function schemaChecker(schema: JsonSchema): Promise<ConfigChecker> {
  requireLocalReferences(schema, schema);
  const { Ajv2020, _ } = await import("ajv/dist/2020.js");
  const anonymous = withoutIdentity(schema);
  metaValidator ??= new Ajv2020({ ...validatorOptions, messages: true });
  if (metaValidator.validateSchema(anonymous) !== true) {
    const [error] = metaValidator.errors ?? [];
    const place = error?.instancePath ? ` at ${error.instancePath}` : "";
    throw new Error(`the schema is not a valid JSON Schema${place}: it ${demand(error)}`);
  }
  // An instance of its own for each schema: ajv keeps what it has compiled, and identifiers must not clash.
  const ajv = new Ajv2020({ ...validatorOptions, meta: false, validateSchema: false });
  multiplyExactly(ajv);
  for (const definition of listKeywords(_)) {
    ajv.removeKeyword(definition.keyword as string);
    ajv.addKeyword(definition);
  }
  const prepared = prepareSchema(anonymous);
  // ajv's build for 2020-12 takes notes of what was described even if nobody asks for them.
  ajv.opts.unevaluated = usesUnevaluated(prepared);
  const validate = ajv.compile(prepared);
  return validatorChecker(validate as ValidateFunction, schema);
}

function demand(error: ErrorObject | undefined): string {
  const allowed: unknown = error?.params.allowedValues;
  return Array.isArray(allowed) ? `must be one of ${allowed.join(", ")}` : (error?.message ?? "is refused");
}

/** Checks schemas themselves; compiling the schema of schemas takes longer than compiling most others. */
let metaValidator: Ajv2020 | undefined;

/** The schema without what would make references relative to something else, or ask for another dialect. */
function withoutIdentity(schema: JsonSchema): JsonSchema {
  if (!isSchemaObject(schema)) return schema;
  const { $schema: _schema, $id: _id, ...rest } = schema;
  return rest;
}

function requireLocalReferences(root: JsonSchema, schema: JsonSchema): void {
  if (!isSchemaObject(schema)) return;
  for (const keyword of ["$ref", "$dynamicRef"] as const) {
    const reference = schema[keyword];
    if (typeof reference !== "string") continue;
    if (!reference.startsWith("#")) {
      throw new Error(`the schema refers to ${quote(reference)}, which is outside it`);
    }
    if (resolveReference(root, reference) === undefined) {
      throw new Error(`the schema refers to ${quote(reference)}, which is not in it`);
    }
  }
  forEachSubschema(schema, (subschema) => requireLocalReferences(root, subschema));
}
