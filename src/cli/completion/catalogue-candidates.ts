import type { Catalogue, CatalogueKind } from "../workspace/catalogue.js";

/** A word to offer, and what it means. */
export interface Candidate {
  readonly value: string;
  readonly description?: string;
}

/**
 * The words that can stand for an argument or an option's value of this name, given the operands before it:
 * a kind, an id of the kind, a virtual id of the kind, or an input of the kind's routing with a value.
 */
export function catalogueCandidates(
  name: string,
  operands: readonly string[],
  catalogue: () => Catalogue | undefined,
): readonly Candidate[] {
  if (!["kind", "id", "virtual", "key=value"].includes(name)) return [];
  const kinds = catalogue()?.kinds ?? [];
  if (name === "kind") return kinds.map(({ id, title }) => ({ value: id, description: title }));
  const kind = kinds.find(({ id }) => id === operands[0]);
  if (kind === undefined) return [];
  if (name === "id") return kind.providers.map(({ id, title }) => ({ value: id, description: title }));
  if (name === "virtual") return Object.keys(kind.routing).map((value) => ({ value }));
  return routingInputs(kind);
}

/** Every input that the kind's routing compares, with every value that it knows of: `runtime=node`. */
function routingInputs(kind: CatalogueKind): Candidate[] {
  const pairs = new Set<string>();
  for (const { inputs = {}, rules } of Object.values(kind.routing)) {
    for (const conditions of [inputs, ...rules.map(({ when = {} }) => when)]) {
      for (const [input, values] of Object.entries(conditions)) {
        for (const value of values) pairs.add(`${input}=${value}`);
      }
    }
  }
  return [...pairs].sort().map((value) => ({ value }));
}
