import type { ProviderDescription } from "../contract/kind.js";
import { pageOf } from "../contract/page-of.js";
import type { KindTable, PagedKindTable, ProviderEntry } from "../contract/table.js";

type Thunks = Pick<ProviderEntry, "load" | "validator">;

/** A provider of a generated table. */
export interface TableRow extends Thunks {
  /** What the manifest says of it; what is empty may be missing. */
  describe(): Partial<ProviderDescription>;
}

/** The providers of a generated table, whatever form it has. */
export interface TableSource {
  readonly ids: readonly string[];
  /** The row of one of the ids. */
  row(id: string): TableRow | undefined;
}

/** Reads a table; a kind without one has no providers. Loads nothing and parses nothing. */
export function tableSource(kind: object): TableSource {
  if ("pages" in kind) return pagedSource(kind as PagedKindTable);
  const providers = "providers" in kind ? (kind as KindTable).providers : {};
  return {
    ids: Object.keys(providers),
    row(id) {
      const entry = Object.hasOwn(providers, id) ? providers[id] : undefined;
      return entry && { describe: () => entry, load: () => entry.load(), validator: () => entry.validator() };
    },
  };
}

/** Descriptions are parsed, and a provider's page is imported, when they are first needed. */
function pagedSource({ ids, descriptions, pages }: PagedKindTable): TableSource {
  let described: { readonly [id: string]: Partial<ProviderDescription> } | undefined;
  const describe = (id: string): Partial<ProviderDescription> => {
    described ??= JSON.parse(descriptions) as { readonly [id: string]: Partial<ProviderDescription> };
    return (Object.hasOwn(described, id) && described[id]) || {};
  };
  return {
    ids,
    row(id) {
      const page = pages[pageOf(id, pages.length)];
      return {
        describe: () => describe(id),
        load: async () => (await thunksOn(page, id)).load(),
        validator: async () => (await thunksOn(page, id)).validator(),
      };
    },
  };
}

async function thunksOn(page: PagedKindTable["pages"][number] | undefined, id: string): Promise<Thunks> {
  const rows = (await page?.()) ?? {};
  const thunks = Object.hasOwn(rows, id) ? rows[id] : undefined;
  if (thunks === undefined) throw new TypeError("its page of the generated table does not have it");
  return thunks;
}
