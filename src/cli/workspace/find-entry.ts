import { providerWords } from "../../contract/kind-words.js";
import { closest } from "../../diagnostics/suggest.js";
import { quote } from "../../errors/quote.js";
import { CommandFailure, exitCodes } from "../context.js";
import type { Catalogue, CatalogueKind, CatalogueProvider } from "./catalogue.js";

/** The kind with this id; ends the command with the ids that there are when there is none. */
export function findKind(catalogue: Catalogue, id: string): CatalogueKind {
  const kind = catalogue.kinds.find((candidate) => candidate.id === id);
  if (kind !== undefined) return kind;
  throw unknownEntry("kind", "kinds", id, catalogue.kinds.map(idOf));
}

/** The provider of a kind with this id; ends the command with the ids that there are when there is none. */
export function findProvider(kind: CatalogueKind, id: string): CatalogueProvider {
  const provider = kind.providers.find((candidate) => candidate.id === id);
  if (provider !== undefined) return provider;
  if (Object.hasOwn(kind.routing, id)) {
    throw new CommandFailure(`${id} is a virtual id; see provc resolve ${kind.id} ${id} --explain`);
  }
  throw unknownEntry(providerWords(kind), `${kind.noun}s`, id, kind.providers.map(idOf));
}

const idOf = ({ id }: { readonly id: string }): string => id;

/** A name that means nothing: with the names that would, and the one that was most likely meant. */
export function unknownEntry(
  what: string,
  plural: string,
  id: string,
  available: readonly string[],
  exitCode: number = exitCodes.findings,
): CommandFailure {
  const meant = closest(id, available);
  const suggestion = meant === undefined ? "" : `; did you mean ${quote(meant)}?`;
  return new CommandFailure(
    `unknown ${what} ${quote(id)}; available ${plural}: [${available.join(" ")}]${suggestion}`,
    exitCode,
  );
}
