import type { JsonSchemaObject } from "../contract/json-schema.js";
import type { ChoicePlacement, DuplicatePolicy, KindDescription, RoutingTable } from "../contract/kind.js";
import type { KindTable, PagedKindTable } from "../contract/table.js";
import { frozenCopy } from "./frozen-copy.js";
import { ProviderRegistry, registryMarker } from "./provider-registry.js";
import type {
  AnyRegistry,
  InlineFields,
  KnownId,
  Nothing,
  Registry as TypedRegistry,
} from "./registry-types.js";
import { tableSource } from "./table-source.js";

/** What a registry that no manifest describes needs to know of its kind. */
export interface KindOptions {
  /** Kebab-case; the first word in messages: `unknown backend provider "x"`. */
  readonly id: string;
  /** Default: the id. */
  readonly title?: string;
  /** Default: empty. */
  readonly description?: string;
  /** The word for one of them in messages. Default: `provider`. */
  readonly noun?: string;
  /** Where a choice is written in a config document. Default: nowhere. */
  readonly config?: ChoicePlacement;
  /** What `register` does with a taken id. Default: `error`. */
  readonly onDuplicate?: DuplicatePolicy;
  /** Virtual id → decision table. Default: none. */
  readonly routing?: { readonly [virtualId: string]: RoutingTable };
  /** JSON Schema of the fields beside the selector that every provider has. Default: none. */
  readonly shared?: JsonSchemaObject;
}

/** A registry; `Registry.isInstance` recognises registries of any copy of the package. */
export type Registry<
  Provider = unknown,
  Configs extends object = Nothing,
  Routes extends object = Nothing,
  Inline extends InlineFields = never,
> = TypedRegistry<Provider, Configs, Routes, Inline>;

export const Registry: {
  /** Whether a value is a registry, made by this or another copy of the package in the same process. */
  isInstance(value: unknown): value is AnyRegistry;
} = {
  isInstance: (value): value is AnyRegistry =>
    typeof value === "object" &&
    value !== null &&
    (value as { readonly [registryMarker]?: unknown })[registryMarker] === true,
};

/**
 * Makes a registry from the table that `provc codegen` emits, or an empty one for a kind of your own. Loads nothing.
 *
 * @example
 * const voices = createRegistry<VoiceBackend>({ id: "voice", noun: "backend", onDuplicate: "override" });
 */
export function createRegistry<
  Provider,
  Configs extends object = Nothing,
  Routes extends object = Nothing,
  Inline extends InlineFields = never,
>(
  kind: KindTable<Provider, KnownId<Configs>> | PagedKindTable<Provider, KnownId<Configs>> | KindOptions,
): TypedRegistry<Provider, Configs, Routes, Inline> {
  const description = describeKind(kind);
  const registry: AnyRegistry = new ProviderRegistry(description, kind.shared, tableSource(kind));
  // The class knows ids as plain strings; what the types promise beyond that is the caller's table.
  return registry as unknown as TypedRegistry<Provider, Configs, Routes, Inline>;
}

function describeKind(kind: KindTable | PagedKindTable | KindOptions): KindDescription {
  return frozenCopy({
    id: kind.id,
    title: kind.title ?? kind.id,
    description: kind.description ?? "",
    noun: kind.noun ?? "provider",
    ...(kind.config === undefined ? {} : { config: kind.config }),
    onDuplicate: kind.onDuplicate ?? "error",
    routing: kind.routing ?? {},
  });
}
