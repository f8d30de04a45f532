import type { JsonSchemaObject } from "../contract/json-schema.js";
import type { KindDescription, ProviderDescription } from "../contract/kind.js";
import { DuplicateProviderError } from "../errors/duplicate-provider-error.js";
import { EmptyIdError } from "../errors/empty-id-error.js";
import { InvalidConfigError } from "../errors/invalid-config-error.js";
import { ProviderNotFoundError } from "../errors/provider-not-found-error.js";
import { RegistrySealedError } from "../errors/registry-sealed-error.js";
import { WrongKindError } from "../errors/wrong-kind-error.js";
import type { ConfigChecker } from "../validation/checker.js";
import { checkConfig, finishConfig, instantiate, validationResult } from "./create-instance.js";
import type { AnyProviderDefinition } from "./provider-definition.js";
import { RegistryEntry } from "./provider-entry.js";
import type { AnyRegistry, PlaceOptions, ValidateOptions, ValidationResult } from "./registry-types.js";
import { resolveId } from "./resolve-id.js";
import type { Resolution, RoutingInput } from "./routing-types.js";
import type { TableSource } from "./table-source.js";

/** The same symbol in every copy of the package, so that registries are recognised across copies. */
export const registryMarker: unique symbol = Symbol.for("provc.registry");

/** The registry behind the types of `Registry`. */
export class ProviderRegistry implements AnyRegistry {
  readonly kind: KindDescription;
  readonly shared: JsonSchemaObject | undefined;
  readonly #table: TableSource;
  /** Undefined: a provider of the table that nobody has asked for yet. */
  readonly #entries: Map<string, RegistryEntry | undefined>;
  #sealed = false;
  /** Listings, kept until something changes. */
  #ids: readonly string[] | undefined;
  #list: readonly ProviderDescription[] | undefined;

  constructor(kind: KindDescription, shared: JsonSchemaObject | undefined, table: TableSource) {
    this.kind = kind;
    this.shared = shared;
    this.#table = table;
    this.#entries = new Map(table.ids.map((id) => [id, undefined]));
  }

  get sealed(): boolean {
    return this.#sealed;
  }

  register(definition: AnyProviderDefinition): this {
    const { id, kind } = definition as { readonly id: unknown; readonly kind?: string };
    if (typeof id !== "string" || id === "") throw new EmptyIdError(this.kind);
    if (kind !== undefined && kind !== this.kind.id) throw new WrongKindError(this.kind, id, kind);
    this.#refuseWhenSealed(id);
    if (Object.hasOwn(this.kind.routing, id)) throw new DuplicateProviderError(this.kind, id);
    if (this.#entries.has(id)) {
      if (this.kind.onDuplicate === "error") throw new DuplicateProviderError(this.kind, id);
      if (this.kind.onDuplicate === "first") return this;
    }
    this.#entries.set(id, RegistryEntry.ofDefinition(this.kind, this.shared, definition));
    this.#forgetListings();
    return this;
  }

  unregister(id: string): boolean {
    this.#refuseWhenSealed(id);
    const removed = this.#entries.delete(id);
    if (removed) this.#forgetListings();
    return removed;
  }

  has(id: string): boolean {
    return this.#entries.has(id);
  }

  ids(): readonly string[] {
    // The default order of sort() is by code unit, the same on every machine.
    this.#ids ??= Object.freeze([...this.#entries.keys()].sort());
    return this.#ids;
  }

  describe(id: string): ProviderDescription {
    return this.#entry(id).description;
  }

  list(): readonly ProviderDescription[] {
    this.#list ??= Object.freeze(this.ids().map((id) => this.#entry(id).description));
    return this.#list;
  }

  get(id: string): Promise<unknown> {
    const entry = this.#find(id);
    return entry === undefined ? Promise.reject(this.#notFound(id)) : entry.provider.get();
  }

  loaded(id: string): unknown {
    return this.#entries.get(id)?.provider.value;
  }

  checker(id: string): Promise<ConfigChecker> {
    const entry = this.#find(id);
    return entry === undefined ? Promise.reject(this.#notFound(id)) : entry.checker.get();
  }

  async validate(
    id: string,
    config: unknown,
    options: ValidateOptions = {},
  ): Promise<ValidationResult<unknown>> {
    return validationResult(await checkConfig(this, this.#entry(id), config, options), options);
  }

  async create(id: string, config: unknown, options: PlaceOptions = {}): Promise<unknown> {
    const entry = this.#entry(id);
    const { value, issues } = await checkConfig(this, entry, config, options);
    if (issues.length > 0) throw new InvalidConfigError(this.kind, id, issues);
    const finished = await finishConfig(entry, value);
    return instantiate(id, await entry.provider.get(), finished);
  }

  resolve(id: string, input: RoutingInput = {}): Resolution {
    return resolveId(this, id, input);
  }

  seal(): this {
    this.#sealed = true;
    return this;
  }

  /** An entry of the table is made when it is first needed, so that start-up does not grow with the table. */
  #find(id: string): RegistryEntry | undefined {
    const known = this.#entries.get(id);
    if (known !== undefined || !this.#entries.has(id)) return known;
    const source = this.#table.row(id);
    if (source === undefined) return undefined;
    const entry = RegistryEntry.ofTable(this.kind, id, source);
    this.#entries.set(id, entry);
    return entry;
  }

  #entry(id: string): RegistryEntry {
    const entry = this.#find(id);
    if (entry === undefined) throw this.#notFound(id);
    return entry;
  }

  #notFound(id: string): ProviderNotFoundError {
    return new ProviderNotFoundError(this.kind, id, this.ids());
  }

  #refuseWhenSealed(id: string): void {
    if (this.#sealed) throw new RegistrySealedError(this.kind, id);
  }

  #forgetListings(): void {
    this.#ids = undefined;
    this.#list = undefined;
  }
}

Object.defineProperty(ProviderRegistry.prototype, registryMarker, { value: true });
