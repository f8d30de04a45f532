import type { JsonSchemaObject } from "./json-schema.js";
import type { KindDescription, ProviderDescription } from "./kind.js";
import type { ValidatorModule } from "./validator.js";

/**
 * One provider of a {@link KindTable}: its description, and thunks for what costs something to load. What is empty in the
 * description may be left out, since every program parses the whole table.
 */
export interface ProviderEntry<Provider = unknown>
  extends Pick<ProviderDescription, "id" | "title" | "deprecated">,
    Partial<Pick<ProviderDescription, "description" | "capabilities" | "requires">> {
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

/** What a page of a {@link PagedKindTable} holds: the thunks of its providers, by id. */
export interface TablePage<Provider = unknown> {
  readonly [id: string]: Pick<ProviderEntry<Provider>, "load" | "validator">;
}

/**
 * The same as a {@link KindTable} for a kind of many providers, as `provc codegen` emits it. Thunks are the larger part
 * of a table, and a program uses few of them: so they live in modules of their own, and a start costs little more than
 * reading the ids.
 */
export interface PagedKindTable<Provider = unknown, Id extends string = string> extends KindDescription {
  /** As in {@link KindTable}. */
  readonly shared?: JsonSchemaObject;
  readonly ids: readonly Id[];
  /** JSON, parsed when somebody asks for it: id → what the manifest says of the provider. */
  readonly descriptions: string;
  /** Import the pages; {@link pageOf} tells which of them has a provider. */
  readonly pages: readonly (() => Promise<TablePage<Provider>>)[];
}
