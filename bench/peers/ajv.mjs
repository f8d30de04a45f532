// ajv: the union as oneOf with discriminator, with and without inlined references, and as plain anyOf. What is compiled
// ahead is made by ajv-standalone.mjs.
import { Ajv } from "ajv";
import { choiceSchema } from "../synthetic-providers.mjs";

export const unionSchema = (providers, applicator) => ({
  type: "object",
  definitions: Object.fromEntries(providers.map((provider) => [provider.id, choiceSchema(provider)])),
  required: ["engine"],
  ...applicator(providers.map(({ id }) => ({ $ref: `#/definitions/${id}` }))),
});

export const discriminated = (oneOf) => ({ discriminator: { propertyName: "engine" }, oneOf });
export const newAjv = (options) => new Ajv({ discriminator: true, strictRequired: false, ...options });

const checker = (validate) => ({
  check: (choice) => validate(choice),
  errors: (choice) => validate(choice) || validate.errors.length,
});

export const discriminator = (providers) =>
  checker(newAjv({}).compile(unionSchema(providers, discriminated)));
export const discriminatorFunctions = (providers) =>
  checker(newAjv({ inlineRefs: false }).compile(unionSchema(providers, discriminated)));
export const anyOf = (providers) =>
  checker(newAjv({ inlineRefs: false }).compile(unionSchema(providers, (anyOf) => ({ anyOf }))));
