import type { JsonSchemaObject } from "./json-schema.js";
import type { KindDescription, ProviderDescription } from "./kind.js";
import type { ValidatorModule } from "./validator.js";

/** One provider of a {@link KindTable}: its description, and thunks for what costs something to load. */
export interface ProviderEntry<Provider = unknown> extends ProviderDescription {
  /** Imports the provider's module and gives its export. */
  readonly load: () => Promise<Provider>;
  /** Imports the precompiled validator of the provider's config. */
  readonly validator: () => Promise<ValidatorModule>;
}

/**
 * The static half of a registry, as `provc codegen` emits it: the kind and its providers, by id.
 * Building a registry from it loads no provider and no validator.
 */
export interface KindTable<Provider = unknown, Id extends string = string> extends KindDescription {
  /** Fields beside the selector that every provider of the kind has; needed to check providers registered at run time. */
  readonly shared?: JsonSchemaObject;
  readonly providers: { readonly [K in Id]: ProviderEntry<Provider> };
}
