import type { JsonSchema, JsonSchemaObject } from "../../../src/contract/json-schema.js";
import { isSchemaObject } from "../../../src/validation/schema-keywords.js";
import { mentionedFields } from "../../../src/validation/schemas/condition-fields.js";
import {
  type DeclaredFields as AllDeclaredFields,
  declaredFields,
} from "../../../src/validation/schemas/declared-fields.js";
import { matches } from "../examples/sample-string.js";
import { fieldsAlwaysAsked } from "./closed-object.js";
import { noneMisspelt } from "./one-mark.js";
import { implies } from "./selector-schema.js";

type DeclaredFields = Pick<AllDeclaredFields, "names" | "patterns" | "open">;

/**
 * `unevaluatedProperties: false` refuses a field that only a condition describes while the condition does not hold.
 * Without the keyword that has to be said where the condition stands. Conditions in the object itself and in its
 * `allOf` are looked at; fields of the branches of an `anyOf` or `oneOf` stay allowed beside any branch.
 *
 * `lowered` is the schema in draft-07, `schema` what it was made of.
 */
export function confineConditions(
  lowered: JsonSchemaObject,
  schema: JsonSchemaObject,
  root: JsonSchema,
): JsonSchemaObject {
  const confined = confine(lowered, schema, root, (part) => part);
  const { allOf } = lowered;
  if (allOf === undefined) return confined;
  const parts = allOf.map((part, index) => {
    const original = schema.allOf?.[index];
    if (!isSchemaObject(part) || !isSchemaObject(original)) return part;
    const inHost = (changed: JsonSchemaObject): JsonSchemaObject => ({
      ...schema,
      allOf: (schema.allOf ?? []).map((other, place) => (place === index ? changed : other)),
    });
    return confine(part, original, root, inHost);
  });
  return { ...confined, allOf: parts };
}

/** Confines the conditions of one part; `inHost` puts a changed part back into the object that it is a part of. */
function confine(
  lowered: JsonSchemaObject,
  part: JsonSchemaObject,
  root: JsonSchema,
  inHost: (changed: JsonSchemaObject) => JsonSchemaObject,
): JsonSchemaObject {
  const { unevaluatedProperties: _closed, ...open } = part;
  return confineDependencies(confineIf(lowered, open, root, inHost), open, root, inHost);
}

function confineIf(
  lowered: JsonSchemaObject,
  part: JsonSchemaObject,
  root: JsonSchema,
  inHost: (changed: JsonSchemaObject) => JsonSchemaObject,
): JsonSchemaObject {
  const { if: condition, then: consequence = true, else: alternative = true, ...rest } = part;
  if (condition === undefined) return lowered;
  const elsewhere = fieldsOf(root, inHost(rest));
  const whenTrue = fieldsOf(root, { allOf: [condition, consequence] });
  const whenFalse = fieldsOf(root, alternative);
  const decided = decidedBy(root, condition, inHost(part));
  return Object.fromEntries([
    ...Object.entries(lowered).filter(([keyword]) => keyword !== "then" && keyword !== "else"),
    ...branch("then", lowered.then, missingFrom(whenFalse, [whenTrue, elsewhere]), decided),
    ...branch("else", lowered.else, missingFrom(whenTrue, [whenFalse, elsewhere]), decided),
  ]);
}

/**
 * While a field that a condition looks at is misspelt, nobody knows what the condition would say. Then no field is told
 * to be on the wrong side of it; nor is it while the field is missing and that is a mistake of its own.
 */
function decidedBy(root: JsonSchema, condition: JsonSchema, object: JsonSchemaObject): JsonSchemaObject {
  const looksAt = mentionedFields(root, condition);
  const asked = fieldsAlwaysAsked(root, object);
  const mayBeMissing = [...looksAt].filter((name) => !asked.has(name));
  return {
    required: [...looksAt].filter((name) => asked.has(name)),
    ...(mayBeMissing.length > 0 ? noneMisspelt(mayBeMissing, fieldsOf(root, object)) : {}),
  };
}

/** A branch that refuses fields which only the other branch describes. */
function branch(
  keyword: "then" | "else",
  schema: JsonSchema | undefined,
  refused: readonly string[],
  decided: JsonSchemaObject,
): [string, unknown][] {
  if (refused.length === 0) return schema === undefined ? [] : [[keyword, schema]];
  const refusing = implies(decided, { properties: Object.fromEntries(refused.map((name) => [name, false])) });
  return [[keyword, schema === undefined ? refusing : { allOf: [schema, refusing] }]];
}

/** A field that is only described where another one is present needs that one. */
function confineDependencies(
  lowered: JsonSchemaObject,
  part: JsonSchemaObject,
  root: JsonSchema,
  inHost: (changed: JsonSchemaObject) => JsonSchemaObject,
): JsonSchemaObject {
  const dependencies = new Map(Object.entries((lowered.dependencies ?? {}) as object));
  const { dependentSchemas = {}, ...rest } = part;
  for (const [name, dependent] of Object.entries(
    dependentSchemas as { readonly [name: string]: JsonSchema },
  )) {
    const { [name]: _own, ...others } = dependentSchemas as { readonly [name: string]: JsonSchema };
    const elsewhere = fieldsOf(root, inHost({ ...rest, dependentSchemas: others }));
    for (const field of missingFrom(fieldsOf(root, dependent), [elsewhere])) {
      if (field !== name && !dependencies.has(field)) dependencies.set(field, [name]);
    }
  }
  return dependencies.size === 0 ? lowered : { ...lowered, dependencies: Object.fromEntries(dependencies) };
}

function fieldsOf(root: JsonSchema, schema: JsonSchema): DeclaredFields {
  if (!isSchemaObject(schema)) return { names: new Set(), patterns: [], open: false };
  const { unevaluatedProperties: _closed, ...open } = schema;
  return declaredFields(root, open);
}

/** The named fields that none of the others describes. */
function missingFrom(fields: DeclaredFields, others: readonly DeclaredFields[]): string[] {
  return [...fields.names].filter((name) =>
    others.every(
      (other) =>
        !other.open && !other.names.has(name) && !other.patterns.some((pattern) => matches(pattern, name)),
    ),
  );
}
