import type { JsonSchema } from "../../../src/contract/json-schema.js";
import type { ValidateFunction } from "../../../src/contract/validator.js";
import { validatorOptions } from "../../../src/validation/checkers/validator-options.js";
import { isMultipleOf } from "../../../src/validation/evaluation/multiple-of.js";
import { listKeywords } from "../../../src/validation/list-keywords.js";
import { isSchemaObject } from "../../../src/validation/schema-keywords.js";
import { prototypeFieldsAsPatterns } from "../../../src/validation/schemas/prepare-schema.js";
import { literal, memberAccess } from "../code.js";
import { unevaluatedKeyword } from "./unevaluated-keyword.js";
import { plannedKeywords, planUnevaluated } from "./unevaluated-plan.js";
import { readsInheritedNames } from "./validator-needs.js";
import { replaceScopeValues } from "./validator-scope.js";
import { writeAjvModule } from "./write-validator.js";

/** A schema as a function, and as the text of an ES module that needs nothing else. */
export interface AjvValidator {
  readonly validate: ValidateFunction;
  /** Exports `validate` and `schema`. */
  readonly code: string;
}

/**
 * Compiles a schema with ajv. Each schema has an instance of its own, because ajv numbers its names through: the
 * text would otherwise depend on what was compiled before. Unsupported keywords have been refused by now, which is why
 * the schema is not validated again.
 */
export async function compileWithAjv(schema: JsonSchema): Promise<AjvValidator> {
  const [{ Ajv2020, _ }, { _Code }, { usePattern }, { default: standalone }] = await Promise.all([
    import("ajv/dist/2020.js"),
    import("ajv/dist/compile/codegen/code.js"),
    import("ajv/dist/vocabularies/code.js"),
    import("ajv/dist/standalone/index.js"),
  ]);
  const prepared = planUnevaluated(prototypeFieldsAsPatterns(schema));
  const ajv = new Ajv2020({
    ...validatorOptions,
    // Looking for own fields takes two and a half times as long, and only these names are inherited by plain objects.
    ownProperties: readsInheritedNames(schema),
    meta: false,
    validateSchema: false,
    addUsedSchema: false,
    code: { source: true, esm: true, lines: true, formats: _`formats` },
  });
  ajv.removeKeyword("multipleOf");
  ajv.addKeyword({
    keyword: "multipleOf",
    type: "number",
    schemaType: "number",
    error: { message: "", params: ({ schemaCode }) => _`{multipleOf: ${schemaCode}}` },
    // ajv itself divides, and takes 0.3 for no multiple of 0.1.
    code(context) {
      const helper = context.gen.scopeValue("func", { ref: isMultipleOf, code: _`isMultiple` });
      context.fail(_`!${helper}(${context.data}, ${context.schemaCode})`);
    },
  });
  for (const definition of listKeywords(_)) {
    ajv.removeKeyword(definition.keyword as string);
    ajv.addKeyword(definition);
  }
  for (const keyword of plannedKeywords) {
    ajv.removeKeyword(keyword);
    ajv.addKeyword(unevaluatedKeyword({ _, usePattern }, keyword));
  }
  // ajv's build for 2020-12 takes notes of what was described; nobody asks for them.
  ajv.opts.unevaluated = false;
  const validate = ajv.compile(prepared as object);
  const places = prepared === schema ? schemaPlaces(schema) : schemaTexts(prepared);
  const helpers = replaceScopeValues(validate, places, (code) => new _Code(code));
  const code = writeAjvModule(schema, helpers, standalone.default(ajv, validate));
  return { validate: validate as ValidateFunction, code };
}

/** Where in the exported schema each of ajv's own schema constants can be found. */
function schemaPlaces(schema: JsonSchema): ReadonlyMap<JsonSchema, string> {
  const places = new Map<JsonSchema, string>([[schema, "schema"]]);
  const definitions = isSchemaObject(schema) ? (schema.$defs ?? {}) : {};
  for (const [name, definition] of Object.entries(definitions))
    places.set(definition, memberAccess("schema.$defs", name));
  return places;
}

/** What is not the exported schema is written out, each definition where ajv has a constant for it. */
function schemaTexts(prepared: JsonSchema): ReadonlyMap<JsonSchema, string> {
  const definitions = isSchemaObject(prepared) ? Object.values(prepared.$defs ?? {}) : [];
  return new Map([prepared, ...definitions].map((part) => [part, literal(part)]));
}
