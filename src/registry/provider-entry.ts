import type { JsonSchemaObject } from "../contract/json-schema.js";
import type { KindDescription, ProviderDescription } from "../contract/kind.js";
import { type LoadedPart, ProviderLoadError } from "../errors/provider-load-error.js";
import type { ConfigChecker } from "../validation/checker.js";
import { staticChecker } from "../validation/checkers/static-checker.js";
import { frozenDescription } from "./frozen-copy.js";
import { OnceLoaded } from "./once-loaded.js";
import type { AnyProviderDefinition } from "./provider-definition.js";
import type { TableRow } from "./table-source.js";

/** One provider in a registry. An id that is registered anew gets a new entry, so old loads cannot leak into it. */
export class RegistryEntry {
  readonly id: string;
  readonly provider: OnceLoaded<unknown>;
  readonly checker: OnceLoaded<ConfigChecker>;
  readonly #describe: () => Partial<ProviderDescription>;
  #description: ProviderDescription | undefined;

  private constructor(
    id: string,
    describe: () => Partial<ProviderDescription>,
    provider: OnceLoaded<unknown>,
    checker: OnceLoaded<ConfigChecker>,
  ) {
    this.id = id;
    this.#describe = describe;
    this.provider = provider;
    this.checker = checker;
  }

  /** A provider of a generated table. */
  static ofTable(kind: KindDescription, id: string, row: TableRow): RegistryEntry {
    const failure = loadFailure(kind, id, row.describe);
    return new RegistryEntry(
      id,
      row.describe,
      new OnceLoaded(() => row.load().then(requireProvider), failure("provider")),
      new OnceLoaded(() => row.validator().then(staticChecker), failure("validator")),
    );
  }

  /** A provider that code registers. */
  static ofDefinition(
    kind: KindDescription,
    shared: JsonSchemaObject | undefined,
    definition: AnyProviderDefinition,
  ): RegistryEntry {
    const id: string = definition.id;
    const describe = () => definition;
    const failure = loadFailure(kind, id, describe);
    return new RegistryEntry(
      id,
      describe,
      new OnceLoaded(
        async () => requireProvider(await definition.load()),
        failure("provider"),
        definition.provider,
      ),
      new OnceLoaded(async () => {
        const { definitionChecker } = await import("./definition-checker.js");
        return definitionChecker(kind, shared, definition);
      }, failure("schema")),
    );
  }

  /** Frozen; made when it is first asked for. */
  get description(): ProviderDescription {
    this.#description ??= frozenDescription(this.id, this.#describe());
    return this.#description;
  }
}

function loadFailure(kind: KindDescription, id: string, describe: () => Partial<ProviderDescription>) {
  return (part: LoadedPart) => (cause: unknown) =>
    new ProviderLoadError(kind, id, cause, { part, npm: describe().requires?.npm ?? {} });
}

function requireProvider(provider: unknown): unknown {
  if (provider === undefined || provider === null) {
    throw new TypeError(
      `the loader gives ${String(provider)} instead of a provider; does the module have the export?`,
    );
  }
  return provider;
}
