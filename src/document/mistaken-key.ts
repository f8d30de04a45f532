import { misspeltAmong } from "../diagnostics/misspelling.js";
import { declaredFields } from "../validation/schemas/declared-fields.js";
import { isVirtual } from "./choice-words.js";
import type { ChoicePlace } from "./find-choices.js";

/** The key of a section that was most likely meant to be its selector, where the section has none. */
export function mistakenSelector(place: ChoicePlace): string | undefined {
  const { registry, placement } = place;
  const keys = foreignKeys(place);
  const near = misspeltAmong(keys, placement.selector);
  // In the inline form the section also holds settings, whose values may well be the names of providers.
  if (near !== undefined || placement.form === "inline") return near;
  const naming = keys.filter((key) => {
    const id = fieldOf(place.value, key);
    return typeof id === "string" && (registry.has(id) || isVirtual(registry.kind, id));
  });
  return naming.length === 1 ? naming[0] : undefined;
}

/** The key of a section in keyed form that was most likely meant to be its map, where the section has none. */
export function mistakenMap(place: ChoicePlace): string | undefined {
  return misspeltAmong(foreignKeys(place), place.placement.map ?? "providers");
}

/** Whether a provider's settings stand beside the map that is missing, and not in it. */
export function standsBesideMap(place: ChoicePlace, id: string): boolean {
  return foreignKeys(place).includes(id);
}

/** Keys of the section that are neither the kind's own nor a shared field; none where any key is welcome. */
function foreignKeys({ registry, placement, value }: ChoicePlace): string[] {
  const { names, patterns, open } = declaredFields(registry.shared ?? true, registry.shared ?? true);
  if (open || patterns.length > 0) return [];
  const own = [placement.selector, ...(placement.form === "keyed" ? [placement.map ?? "providers"] : [])];
  return Object.keys(value as object).filter((key) => !names.has(key) && !own.includes(key));
}

function fieldOf(value: unknown, key: string): unknown {
  return (value as { readonly [key: string]: unknown })[key];
}
