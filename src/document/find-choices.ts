import type { ChoicePlacement } from "../contract/kind.js";
import type { AnyRegistry } from "../registry/registry-types.js";
import type { DocumentPath } from "../source/json-pointer.js";
import { isPlainObject } from "../source/plain-value.js";
import { childValue } from "./place-value.js";

/** A place of the document where a provider is chosen, or where something else stands that should choose one. */
export interface ChoicePlace {
  readonly registry: AnyRegistry;
  readonly placement: ChoicePlacement;
  readonly path: DocumentPath;
  /** What the `*` in the placement's path stand for here. */
  readonly keys: readonly string[];
  /** Never undefined; may be of any type. */
  readonly value: unknown;
}

/** All places of all kinds that are in the document, sorted by kind and key. */
export function findChoices(root: unknown, registries: readonly AnyRegistry[]): ChoicePlace[] {
  const places: ChoicePlace[] = [];
  for (const registry of registries) {
    const placement = registry.kind.config;
    if (placement === undefined) continue;
    const visit = (value: unknown, depth: number, path: DocumentPath, keys: readonly string[]): void => {
      if (value === undefined) return;
      const segment = placement.at[depth];
      if (segment === undefined) {
        places.push({ registry, placement, path, keys, value });
      } else if (segment !== "*") {
        visit(childValue(value, segment), depth + 1, [...path, segment], keys);
      } else if (isPlainObject(value)) {
        for (const key of Object.keys(value).sort()) {
          visit(childValue(value, key), depth + 1, [...path, key], [...keys, key]);
        }
      }
    };
    visit(root, 0, [], []);
  }
  return places;
}
