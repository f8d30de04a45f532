import type { Helper } from "./helper.js";

export type NoteHelper = "fits" | "isNoted";

/**
 * For `unevaluatedProperties` and `unevaluatedItems`: what has been said of a value depends on the branches that it fits.
 * `notes` are functions that say whether a field or an item, by its index, is among what such a branch speaks of.
 */
export const noteHelpers: { readonly [Name in NoteHelper]: Helper } = {
  /** Whether a value fits a branch. If it does, what the branch says of it is noted; if not, nothing that it found on the way. */
  fits: {
    source: `function fits(data, notes, fails, knows) {
  const { length } = notes;
  if (fails(data, undefined, notes)) {
    notes.length = length;
    return false;
  }
  if (knows) notes.push(knows);
  return true;
}`,
  },
  isNoted: {
    source: `function isNoted(notes, key) {
  for (const knows of notes) if (knows(key)) return true;
  return false;
}`,
  },
};
