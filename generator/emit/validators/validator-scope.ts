import type { Code } from "ajv/dist/compile/codegen/code.js";
import type { ScopeValueSets, ValueScopeName } from "ajv/dist/compile/codegen/scope.js";
import type { AnyValidateFunction } from "ajv/dist/types/index.js";
import { FORMAT_HELPERS, MODULE_HELPERS, type ValidatorHelper } from "./validator-helpers.js";

/**
 * Changes how ajv's standalone code will write the constants that a validator and the validators behind its
 * references use: schemas as places in the exported schema, modules and formats as helpers. Returns those helpers.
 */
export function replaceScopeValues(
  validate: AnyValidateFunction,
  places: ReadonlyMap<unknown, string>,
  toCode: (text: string) => Code,
): ReadonlySet<ValidatorHelper> {
  const helpers = new Set<ValidatorHelper>();
  const seen = new Set<unknown>();
  const visit = (source: AnyValidateFunction["source"]): void => {
    if (source === undefined || seen.has(source)) return;
    seen.add(source);
    for (const name of namesOf(source.scopeValues)) {
      const { value } = name;
      if (value === undefined) continue;
      const referenced = validatorBehind(name);
      if (referenced) visit(referenced.source);
      const place = name.prefix === "schema" ? places.get(value.ref) : undefined;
      const helper = MODULE_HELPERS.get(String(value.code)) ?? formatHelper(name);
      if (helper) helpers.add(helper);
      const text = place ?? helper?.name;
      if (text !== undefined) name.value = { ...value, code: toCode(text) };
    }
  };
  visit(validate.source);
  return helpers;
}

const namesOf = (values: ScopeValueSets): ValueScopeName[] =>
  Object.values(values).flatMap((names) => [...(names ?? [])]);

/** The validator of a referenced schema; of one that is part of a cycle ajv keeps a wrapper. */
function validatorBehind(name: ValueScopeName): AnyValidateFunction | undefined {
  const reference = name.value?.ref;
  if (name.prefix === "validate" && typeof reference === "function") return reference as AnyValidateFunction;
  if (name.prefix !== "root" && name.prefix !== "wrapper") return undefined;
  return (reference as { readonly validate?: AnyValidateFunction }).validate;
}

function formatHelper(name: ValueScopeName): ValidatorHelper | undefined {
  if (name.prefix !== "formats" || typeof name.value?.ref !== "function") return undefined;
  const format = String(name.value.key);
  const helper = FORMAT_HELPERS.get(format);
  if (helper === undefined) throw new Error(`the format ${format} cannot be written into a validator`);
  return helper;
}
