import { frozenCopy } from "./frozen-copy.js";
import type { ProviderDefinition, ProviderDefinitionInput, ProviderOf } from "./provider-definition.js";
import type { ProviderSchema, SchemaInput, SchemaOutput } from "./provider-schema.js";

/**
 * Defines a provider that is added to a registry in code, with `registry.register(definition)`.
 *
 * Id and config types are inferred, so the registry that `register` returns knows them, and `create` need not repeat the
 * type of the config that `schema` describes. The description is copied; later changes to the argument have no effect.
 *
 * @example
 * const gcs = defineProvider({
 *   id: "acme:gcs",
 *   schema: z.strictObject({ bucket: z.string() }),
 *   load: () => import("./gcs.js").then((module) => module.gcs),
 * });
 */
export function defineProvider<
  const Id extends string,
  Provider extends ProviderOf<SchemaOutput<Schema>>,
  Schema extends ProviderSchema = true,
>(
  definition: ProviderDefinitionInput<Id, Provider, Schema>,
): ProviderDefinition<Id, Provider, SchemaInput<Schema>, SchemaOutput<Schema>> {
  const { id, kind, title, description, capabilities, requires, deprecated, schema, load, provider } =
    definition;
  return Object.freeze({
    id,
    title: title ?? id,
    description: description ?? "",
    capabilities: frozenCopy(capabilities ?? {}),
    requires: frozenCopy({ npm: requires?.npm ?? {}, commands: requires?.commands ?? [] }),
    ...(kind === undefined ? {} : { kind }),
    ...(deprecated === undefined ? {} : { deprecated }),
    ...(schema === undefined ? {} : { schema }),
    ...(load === undefined
      ? { provider, load: async () => provider as Provider }
      : { load: async () => load() }),
  }) as ProviderDefinition<Id, Provider, SchemaInput<Schema>, SchemaOutput<Schema>>;
}
