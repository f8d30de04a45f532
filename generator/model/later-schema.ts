import type { JsonSchema } from "../../src/contract/json-schema.js";
import { type Answer, digestOf, type Memo, noteAnswer, parseAnswer, recallAnswer } from "../memo.js";
import { deepFreeze } from "./deep-freeze.js";
import type { ProviderModel } from "./model.js";

/** Where what is known of a provider's config schema is remembered. */
interface Remembered {
  readonly memo: Memo;
  readonly digest: string;
}

const remembered = new WeakMap<ProviderModel, Remembered>();

/** What `digestOf` says of a provider's config schema. Where the schema is remembered, it is not read for that. */
export function configDigest(provider: ProviderModel): string {
  return remembered.get(provider)?.digest ?? digestOf(provider.configSchema);
}

/**
 * Something small that follows from a provider's config schema alone, as plain data. Of thousands of schemas it is read
 * much sooner than the schemas. `stage` names what it is, with its version.
 */
export function configFact<Fact>(
  provider: ProviderModel,
  stage: string,
  find: (schema: JsonSchema) => Fact,
): Fact {
  const known = remembered.get(provider);
  if (known === undefined) return find(provider.configSchema);
  const question = { stage, about: known.digest };
  const answer = recallAnswer(known.memo, question);
  if (answer !== undefined) return JSON.parse(answer) as Fact;
  const fact = find(provider.configSchema);
  noteAnswer(known.memo, question, JSON.stringify(fact));
  return fact;
}

/** A frozen model of a provider whose config schema is read when somebody asks for it. */
export function providerWithLaterSchema(
  provider: Omit<ProviderModel, "configSchema">,
  answer: Answer,
  memo: Memo,
): ProviderModel {
  let schema: { readonly value: JsonSchema } | undefined;
  const { commonFields, ...rest } = deepFreeze(provider);
  const get = (): JsonSchema => {
    schema ??= { value: deepFreeze(parseAnswer(answer) as JsonSchema) };
    return schema.value;
  };
  // Defined one by one: the keys are in the same order as in any other model of a provider.
  const withSchema = Object.defineProperty({ ...rest }, "configSchema", { enumerable: true, get });
  const whole = Object.freeze(Object.assign(withSchema, { commonFields })) as ProviderModel;
  // What follows from it is kept with it.
  memo.keep?.(answer.digest);
  remembered.set(whole, { memo, digest: answer.digest });
  return whole;
}
