import type { KindDescription, ProviderDescription } from "../../contract/kind.js";
import type { AnyRegistry } from "../../registry/registry-types.js";
import type { CliContext } from "../context.js";
import type { ImportOptions } from "../global-options.js";
import type { CatalogueProvider } from "../workspace/catalogue.js";
import { type OpenedCatalogue, openCatalogue } from "../workspace/open-catalogue.js";

/** A provider of the catalogue with its files, or one that a module has registered, without. */
export type ListedProvider = ProviderDescription & Partial<CatalogueProvider>;

/** A kind with all providers that there are: those of the catalogue and those of `--import`. */
export interface ListedKind extends KindDescription {
  /** Sorted by id. */
  readonly providers: readonly ListedProvider[];
}

/** A catalogue with what modules have added to it. */
export interface ListedCatalogue extends Omit<OpenedCatalogue, "catalogue"> {
  readonly kinds: readonly ListedKind[];
  /** Where the modules have registered their providers, by kind; absent without modules. */
  readonly registries?: ReadonlyMap<string, AnyRegistry>;
}

/** Reads the catalogue. It alone says everything, and quickly, unless there are modules whose providers come with it. */
export async function listedCatalogue(context: CliContext, options: ImportOptions): Promise<ListedCatalogue> {
  if (options.import === undefined) {
    const { catalogue, ...place } = await openCatalogue(context, options);
    return { ...place, kinds: catalogue.kinds };
  }
  const { openWorkspace } = await import("../workspace.js");
  const { catalogue, folder, imported, project, registries } = await openWorkspace(context, options);
  const kinds = catalogue.kinds.map((kind): ListedKind => {
    const registered = registries.get(kind.id)?.list() ?? kind.providers;
    const isImported = (id: string): boolean => imported.some((one) => one.kind === kind.id && one.id === id);
    const providers = registered.map((provider): ListedProvider => {
      // Where the kind lets it, a module's provider takes the place of the catalogue's.
      const isReplaced = kind.onDuplicate === "override" && isImported(provider.id);
      return (isReplaced ? undefined : kind.providers.find(({ id }) => id === provider.id)) ?? provider;
    });
    return { ...kind, providers };
  });
  return { folder, kinds, registries, ...(project && { project }) };
}
