import type { JsonSchemaObject } from "../contract/json-schema.js";
import type { KindDescription, ProviderDescription } from "../contract/kind.js";
import type { ConfigIssue } from "../errors/config-issue.js";
import type { DocumentPath } from "../source/json-pointer.js";
import type { ConfigChecker } from "../validation/checker.js";
import type { AnyProviderDefinition, ProviderDefinition } from "./provider-definition.js";
import type { Decide, InputsOf, KnownInputs, Resolution, RoutingInput } from "./routing-types.js";

/** The ids that a registry's type knows. */
export type KnownId<Configs> = keyof Configs & string;

/** The ids of custom providers: `acme:gcs`. They pass the type checker whether registered or not. */
export type NamespacedId = `${string}:${string}`;

/**
 * The ids that a method takes: known and namespaced literals, and any `string` variable. A misspelt literal is a compile
 * error.
 */
export type AcceptedId<Configs, Id extends string> = string extends Id
  ? Id
  : Id extends KnownId<Configs> | NamespacedId
    ? Id
    : keyof Configs & string; // Not by its name: the compiler's message then lists the ids.

declare const transformed: unique symbol;

/** In a config map: the config of a provider whose schema turns what users write into something else. */
export interface TransformedConfig<Input, Output> {
  readonly [transformed]: { readonly input: Input; readonly output: Output };
}

/** The config of a provider as users write it; `unknown` for an id that the type does not know. */
export type ConfigInput<Configs, Id> = Id extends keyof Configs
  ? Configs[Id] extends TransformedConfig<infer Input, unknown>
    ? Input
    : Configs[Id]
  : unknown;

/** The config of a provider as it gets it: defaults applied, transformed by a Standard Schema. */
export type ConfigOutput<Configs, Id> = Id extends keyof Configs
  ? Configs[Id] extends TransformedConfig<unknown, infer Output>
    ? Output
    : Configs[Id]
  : unknown;

/** Of a kind in the inline form: the selector's name, and the type of the fields that every provider has. */
export interface InlineFields<Selector extends string = string, Shared = unknown> {
  readonly selector: Selector;
  readonly shared: Shared;
}

/**
 * A registry's config map with one more id. In the inline form a config is the whole object in the document; its selector
 * may be left out where the id is given anyway.
 */
export type Widen<Configs, Id extends string, Input, Output, Inline> = string extends Id
  ? Configs
  : Id extends keyof Configs
    ? { readonly [Key in keyof Configs]: Key extends Id ? Entry<Id, Input, Output, Inline> : Configs[Key] }
    : Configs & { readonly [Key in Id]: Entry<Key, Input, Output, Inline> };

type Entry<Id extends string, Input, Output, Inline> = [Inline] extends [never]
  ? [Input, Output] extends [Output, Input]
    ? Input
    : TransformedConfig<Input, Output>
  : Inline extends InlineFields<infer Selector, infer Shared>
    ? TransformedConfig<
        { readonly [Key in Selector]?: Id } & Shared & Own<Input>,
        { readonly [Key in Selector]: Id } & Shared & Own<Output>
      >
    : never;

/** The provider's own fields; any, where nothing is known of them. */
type Own<Config> = unknown extends Config ? { readonly [field: string]: unknown } : Config;

/** A map without entries. */
export type Nothing = Record<never, never>;

/** What `create` gives: the instance that the provider's own `create` makes, or the provider with its config. */
export type Created<Provider, Id, Config> = Provider extends {
  create(config: never): infer Instance;
}
  ? Awaited<Instance>
  : Selection<Id, Provider, Config>;

/** A provider that was chosen, ready for use. */
export interface Selection<Id, Provider, Config> {
  readonly id: Id;
  readonly provider: Provider;
  /** Valid, with defaults applied. */
  readonly config: Config;
}

/** What `validate` found. */
export type ValidationResult<Config> =
  | {
      readonly valid: true;
      /** The config; of a Standard Schema its output. */
      readonly value: Config;
    }
  | {
      readonly valid: false;
      /** All mistakes, or the first of them where there are more than `most`; at least one. */
      readonly issues: readonly ConfigIssue[];
      /** How many mistakes are not among the issues, if any. */
      readonly omitted?: number;
    };

/** Where a config comes from, for the paths in messages. */
export interface PlaceOptions {
  /**
   * Path of the config in its document. Default: its place by the kind's description
   * (`["backend", "providers", "generic"]`), or none where that has a `*` in it.
   */
  readonly at?: DocumentPath;
}

/** How a config is checked. */
export interface ValidateOptions extends PlaceOptions {
  /**
   * Most mistakes to tell. Putting them into words takes longer than finding them, so configs of strangers, which may
   * hold a mistake in every other byte, want a limit. Default: all.
   */
  readonly most?: number;
}

/**
 * The providers of one kind: those of the generated table and those that code registers, behind one contract.
 *
 * `Provider` is the kind's contract, `Configs` maps ids to config types, `Routes` maps virtual ids to decision tables,
 * `Inline` is set for kinds in the inline form. All state is in the object: registries share nothing with one another.
 */
export interface Registry<
  Provider = unknown,
  Configs extends object = Nothing,
  Routes extends object = Nothing,
  Inline extends InlineFields = never,
> {
  readonly kind: KindDescription;

  /** Fields beside the selector that every provider of the kind has. */
  readonly shared: JsonSchemaObject | undefined;

  /**
   * Adds a provider and returns this same registry, with a type that knows the new id. What happens to a taken id is
   * the kind's policy: an error, the new provider replaces the old one, or the old one stays (`first`).
   *
   * @throws EmptyIdError, DuplicateProviderError (also for a virtual id), WrongKindError, RegistrySealedError
   */
  register<const Id extends string, Input, Output = Input>(
    definition: ProviderDefinition<Id, Provider, Input, Output>,
  ): Registry<Provider, Widen<Configs, Id, Input, Output, Inline>, Routes, Inline>;

  /**
   * Removes a provider, built in or registered; says whether there was one. Calls that are under way finish with it.
   *
   * @throws RegistrySealedError
   */
  unregister(id: string): boolean;

  /** Whether a provider with this id is there. Virtual ids are none. */
  has(id: string): id is [KnownId<Configs>] extends [never] ? string : KnownId<Configs>;

  /** All ids, sorted by code unit; the same frozen list until something changes. */
  ids(): readonly ([KnownId<Configs>] extends [never] ? string : KnownId<Configs>)[];

  /**
   * What is known of a provider without loading it.
   *
   * @throws ProviderNotFoundError
   */
  describe<const Id extends string>(id: AcceptedId<Configs, Id>): ProviderDescription;

  /** What is known of all providers, sorted by id; loads nothing. */
  list(): readonly ProviderDescription[];

  /**
   * Loads a provider. It is loaded once, even under concurrent calls; a load that failed is tried again by the next call.
   * Rejects with ProviderNotFoundError or ProviderLoadError.
   */
  get<const Id extends string>(id: AcceptedId<Configs, Id>): Promise<Provider>;

  /** The provider if it has been loaded already; never loads. As fast as a look-up in a `Map`. */
  loaded(id: string): Provider | undefined;

  /**
   * What checks configs of a provider; loads a validator, but no provider.
   * Rejects with ProviderNotFoundError or ProviderLoadError.
   */
  checker<const Id extends string>(id: AcceptedId<Configs, Id>): Promise<ConfigChecker>;

  /**
   * Checks a config. In the inline form it is the whole object in the document; the selector may be left out.
   * Rejects with ProviderNotFoundError or ProviderLoadError, never because the config is invalid.
   */
  validate<const Id extends string>(
    id: AcceptedId<Configs, Id>,
    config: unknown,
    options?: ValidateOptions,
  ): Promise<ValidationResult<ConfigOutput<Configs, Id>>>;

  /**
   * Checks a config, applies the schema's defaults (to a copy), loads the provider and makes an instance with the
   * provider's `create(config)`; a provider without that method is returned with its config.
   * Rejects with InvalidConfigError, ProviderNotFoundError, ProviderLoadError, or with what the provider throws.
   */
  create<const Id extends string>(
    id: AcceptedId<Configs, Id>,
    config: ConfigInput<Configs, Id>,
    options?: PlaceOptions,
  ): Promise<Created<Provider, Id, ConfigOutput<Configs, Id>>>;

  /**
   * Finds the provider for an id or a virtual id such as `auto`. The type of the result is the literal id where the
   * types of the input decide it. The provider has to be registered, and its capabilities must not exclude the input.
   *
   * @throws NoRouteError, TargetNotRegisteredError, TargetNotAbleError
   */
  resolve<const Id extends string, const Input extends RoutingInput = Nothing>(
    id: AcceptedId<Configs & Routes, Id>,
    input?: Input & InputsOf<Routes, Id> & KnownInputs<Routes, Id, Input>,
  ): Resolution<ResolvedId<Routes, Id, Input>>;

  /** Refuses all later changes. Returns this registry. */
  seal(): this;
  readonly sealed: boolean;
}

/** The id that `resolve` gives. */
export type ResolvedId<Routes, Id extends string, Input> = string extends Id
  ? string
  : Id extends keyof Routes
    ? Extract<Decide<Routes[Id], Input>, string>
    : Id;

/**
 * A registry of any kind, for lists of registries; ids are plain strings and providers unknown. Its members are those of
 * {@link Registry}.
 */
export interface AnyRegistry {
  readonly kind: KindDescription;
  readonly shared: JsonSchemaObject | undefined;
  register(definition: AnyProviderDefinition): AnyRegistry;
  unregister(id: string): boolean;
  has(id: string): boolean;
  ids(): readonly string[];
  describe(id: string): ProviderDescription;
  list(): readonly ProviderDescription[];
  get(id: string): Promise<unknown>;
  loaded(id: string): unknown;
  checker(id: string): Promise<ConfigChecker>;
  validate(id: string, config: unknown, options?: ValidateOptions): Promise<ValidationResult<unknown>>;
  create(id: string, config: unknown, options?: PlaceOptions): Promise<unknown>;
  resolve(id: string, input?: RoutingInput): Resolution;
  seal(): AnyRegistry;
  readonly sealed: boolean;
}
