import type { ProviderDescription, ProviderRequirements } from "../contract/kind.js";
import type { ProviderSchema } from "./provider-schema.js";

declare const configTypes: unique symbol;

/**
 * A provider that code adds to a registry: its description, its code and the schema of its config. Made by
 * `defineProvider`, which infers the types; `Input` is the config as users write it, `Output` as the provider gets it.
 */
export interface ProviderDefinition<
  Id extends string = string,
  Provider = unknown,
  Input = unknown,
  Output = Input,
> extends ProviderDescription {
  readonly id: Id;
  /** Id of the kind that the provider is meant for; absent: any. */
  readonly kind?: string;
  /** Absent: the config is not checked. */
  readonly schema?: ProviderSchema;
  /** Gives the provider; called once, when it is first needed, and again after it has failed. */
  readonly load: () => Promise<Provider>;
  /** The provider itself, where it needs no loading. */
  readonly provider?: Provider;
  /** Exists for the type checker only. */
  readonly [configTypes]?: { readonly input: Input; readonly output: Output };
}

/** A definition of any provider. */
// biome-ignore lint/suspicious/noExplicitAny: stands for every id, provider and config
export type AnyProviderDefinition = ProviderDefinition<any, any, any, any>;

/** Any value; where it has a `create` whose parameter is written without a type, that is the config. */
export type ProviderOf<Config> =
  | { create?(config: Config): unknown }
  | object
  | string
  | number
  | bigint
  | boolean
  | symbol
  | null
  | undefined;

/** What `defineProvider` takes. */
export type ProviderDefinitionInput<Id extends string, Provider, Schema extends ProviderSchema> = {
  /** Any text that is not empty; `scope:name` (such as `acme:gcs`) also passes the generated config types. */
  readonly id: Id;
  /** Id of the kind that the provider is meant for. A registry of another kind refuses it. Default: any kind. */
  readonly kind?: string;
  /** Default: the id. */
  readonly title?: string;
  /** Default: empty. */
  readonly description?: string;
  /** What the provider can do; routing and listings read it. Default: nothing. */
  readonly capabilities?: { readonly [name: string]: unknown };
  /** What the provider needs from the outside. */
  readonly requires?: Partial<ProviderRequirements>;
  /** What to use instead, for a provider that should no longer be chosen. */
  readonly deprecated?: string;
  /**
   * Checks the config: a JSON Schema (`jsonSchema<Config>(…)` gives it a type; objects are closed as in the manifest) or
   * a Standard Schema. In the inline form it describes the provider's own fields. Default: anything goes.
   */
  readonly schema?: Schema;
} & (
  | {
      /** Imports the provider on first use: `() => import("./gcs.js").then((module) => module.gcs)`. */
      readonly load: () => Provider | Promise<Provider>;
      readonly provider?: never;
    }
  | { readonly provider: Provider; readonly load?: never }
);
