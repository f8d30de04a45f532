import { Ajv2020 } from "ajv/dist/2020.js";
import type { JsonSchemaObject } from "../../../src/contract/json-schema.js";
import type { DuplicatePolicy, KindDescription } from "../../../src/contract/kind.js";
import type { KindTable, ProviderEntry } from "../../../src/contract/table.js";
import type { ValidateFunction, ValidatorModule } from "../../../src/contract/validator.js";
import { validatorOptions } from "../../../src/validation/checkers/validator-options.js";
import { closeObjects } from "../../../src/validation/schemas/close-objects.js";

/** The contract of the kind that the tests use. */
export interface Runner {
  readonly name: string;
}

/** Counts what was loaded, by id. */
export interface LoadCounts {
  readonly providers: Map<string, number>;
  readonly validators: Map<string, number>;
}

export const runnerSchema: JsonSchemaObject = {
  type: "object",
  properties: {
    command: { type: "array", items: { type: "string" } },
    port: { type: "integer", default: 4000 },
    token: { type: "string", "x-secret": true },
  },
  required: ["command"],
};

export function kindDescription(onDuplicate: DuplicatePolicy = "error"): KindDescription {
  return {
    id: "backend",
    title: "Backend provider",
    description: "Runs a backend.",
    noun: "provider",
    config: { at: ["backend"], form: "keyed", selector: "provider", map: "providers" },
    onDuplicate,
    routing: {},
  };
}

/** What generated code exports for a provider's validator, compiled here and now. */
function validatorModule(schema: JsonSchemaObject): ValidatorModule {
  const closed = closeObjects(schema);
  const validate = new Ajv2020({ ...validatorOptions }).compile(closed) as ValidateFunction;
  return { validate, schema: closed };
}

/** A table as `provc codegen` emits it, that counts what is loaded from it. */
export function kindTable(
  ids: readonly string[],
  counts: LoadCounts = { providers: new Map(), validators: new Map() },
  onDuplicate: DuplicatePolicy = "error",
): KindTable<Runner> {
  const providers = ids.map((id): [string, ProviderEntry<Runner>] => [
    id,
    {
      id,
      title: `The ${id}`,
      description: "",
      capabilities: { speed: id.length },
      requires: { npm: {}, commands: [] },
      load: async () => {
        counts.providers.set(id, (counts.providers.get(id) ?? 0) + 1);
        return { name: id };
      },
      validator: async () => {
        counts.validators.set(id, (counts.validators.get(id) ?? 0) + 1);
        return validatorModule(runnerSchema);
      },
    },
  ]);
  return { ...kindDescription(onDuplicate), providers: Object.fromEntries(providers) };
}
