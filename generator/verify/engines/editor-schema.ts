import type { JsonSchemaObject } from "../../../src/contract/json-schema.js";
import { multiplyExactly } from "../../../src/validation/checkers/exact-multiples.js";
import { validatorOptions } from "../../../src/validation/checkers/validator-options.js";
import { rewriteSchema } from "../../emit/traversal/schema-map.js";
import { brokenEngine, type Engine, judging, type Limits } from "./engine.js";

const NAME = "editor schema (ajv)";

/** ajv, and no language server, leaves a field named `__proto__` out of `properties`. */
function prototypeFieldAsPattern(schema: JsonSchemaObject): JsonSchemaObject {
  const { properties: fields, patternProperties } = schema;
  if (fields === undefined || !Object.hasOwn(fields, "__proto__")) return schema;
  const { ["__proto__"]: field = true, ...properties } = fields;
  return { ...schema, properties, patternProperties: { ...patternProperties, "^__proto__$": field } };
}

/** The engine of an editor schema: draft-07 with provc's formats, as a language server would read it. */
export async function editorSchema(
  artefact: string,
  schema: JsonSchemaObject,
  limits: Limits,
): Promise<Engine> {
  const { Ajv } = await import("ajv");
  try {
    const ajv = new Ajv({ ...validatorOptions, validateSchema: true });
    // How ajv divides is not what this is about.
    multiplyExactly(ajv);
    const validate = ajv.compile(rewriteSchema(schema, prototypeFieldAsPattern) as JsonSchemaObject);
    return { name: NAME, artefact, limits, judge: judging((value) => validate(value) === true) };
  } catch (error) {
    return { ...brokenEngine(NAME, artefact, error), limits };
  }
}
