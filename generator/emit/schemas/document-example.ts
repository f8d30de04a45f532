import type { JsonSchema, JsonSchemaObject } from "../../../src/contract/json-schema.js";
import { isObject, setOwn } from "../../../src/validation/json-value.js";
import { isSchemaObject } from "../../../src/validation/schema-keywords.js";
import { digestOf, type Memo, remember } from "../../memo.js";
import type { KindModel, Model, ProviderModel } from "../../model/model.js";
import { deriveExample, type Example, type ExampleOf } from "../examples/example.js";
import { compileValidator } from "../validators/compile-validator.js";
import { placeInDocument } from "./document-places.js";
import { baseDocumentSchema } from "./document-schema.js";

/** Gives a document that chooses a provider, or the choice alone where the rest cannot be made up. */
export type DocumentExampleOf = (provider: ProviderModel) => Example | undefined;

/** The examples of a kind. */
export interface DocumentExamples {
  readonly exampleOf: DocumentExampleOf;
  /** Stands for all that an example depends on beside its provider. */
  readonly digest: string;
}

const STAGE = "document-example/1";
/** Stands where the choice goes. */
const CHOICE = "(the choice)";

/** Prepares the examples of one kind: what its documents need around the choice is worked out once. */
export async function documentExamples(
  model: Model,
  kind: KindModel,
  exampleOf: ExampleOf,
  memo?: Memo,
): Promise<DocumentExamples> {
  const { config, shared } = kind;
  if (config === undefined) return { exampleOf, digest: "" };
  const base = model.document && baseDocumentSchema(model.document, model.kinds);
  const answer = await remember(memo, { stage: STAGE, input: [base, config, shared] }, async () => {
    const common = config.form === "keyed" && shared ? await sharedExample(shared) : {};
    return JSON.stringify({ common, around: base && (await surroundings(base, kind, common)) });
  });
  const { common, around } = JSON.parse(answer) as { common: object; around?: Example };
  return {
    exampleOf: (provider) => {
      const example = exampleOf(provider);
      if (example === undefined) return undefined;
      const choice =
        config.form === "keyed" ? keyedChoice(kind, provider, example.value, common) : example.value;
      const whole = around?.value ?? atPlace(config.at, CHOICE);
      return { value: replaceChoice(whole, choice) };
    },
    digest: digestOf([config, answer]),
  };
}

async function sharedExample(shared: JsonSchemaObject): Promise<object> {
  const { validate } = await compileValidator(shared);
  const example = deriveExample(shared, validate, "minimal")?.value;
  return isObject(example) ? example : {};
}

/** The smallest document with a choice at the kind's place that the base validator accepts. */
async function surroundings(
  base: JsonSchemaObject,
  kind: KindModel,
  common: object,
): Promise<Example | undefined> {
  const at = kind.config?.at ?? [];
  const { validate } = await compileValidator(base);
  const schema = requirePath(placeInDocument(base, [{ at, schema: { const: CHOICE } }]), at);
  return deriveExample(schema, (value) => validate(replaceChoice(value, common)), "minimal");
}

/** A schema that asks for every step to a place; each map on the way gets one entry. */
function requirePath(schema: JsonSchema, at: readonly string[]): JsonSchema {
  const [segment, ...rest] = at;
  if (segment === undefined || !isSchemaObject(schema)) return schema;
  if (segment === "*") {
    const { additionalProperties = true, propertyNames = { enum: ["main"] } } = schema;
    return {
      ...schema,
      minProperties: 1,
      propertyNames,
      additionalProperties: requirePath(additionalProperties, rest),
    };
  }
  const properties = schema.properties ?? {};
  const step = requirePath(properties[segment] ?? true, rest);
  const required = new Set([...(schema.required ?? []), segment]);
  return { ...schema, properties: { ...properties, [segment]: step }, required: [...required] };
}

function keyedChoice(kind: KindModel, provider: ProviderModel, config: unknown, common: object): unknown {
  const { selector = "", map = "" } = kind.config ?? {};
  return { [selector]: provider.id, ...common, [map]: { [provider.id]: config } };
}

function atPlace(at: readonly string[], choice: unknown): unknown {
  return at.reduceRight<unknown>(
    (value, segment) => ({ [segment === "*" ? "main" : segment]: value }),
    choice,
  );
}

function replaceChoice(value: unknown, choice: unknown): unknown {
  if (value === CHOICE) return choice;
  if (Array.isArray(value)) return value.map((item) => replaceChoice(item, choice));
  if (!isObject(value)) return value;
  const copy = {};
  for (const [name, member] of Object.entries(value)) setOwn(copy, name, replaceChoice(member, choice));
  return copy;
}
