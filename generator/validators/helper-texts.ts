import { type FailureHelper, failureHelpers } from "./helpers/failure-helpers.js";
import { type FormatHelper, formatHelpers } from "./helpers/format-helpers.js";
import type { Helper } from "./helpers/helper.js";
import { type NoteHelper, noteHelpers } from "./helpers/note-helpers.js";
import { type ValueHelper, valueHelpers } from "./helpers/value-helpers.js";

/** The name of a function that validators call. */
export type HelperName = ValueHelper | FailureHelper | FormatHelper | NoteHelper;

const helpers: ReadonlyMap<string, Helper> = new Map(
  Object.entries({ ...valueHelpers, ...failureHelpers, ...formatHelpers, ...noteHelpers }),
);

/** The names of the helpers that functions with variables for fields may call. */
export const helperNames: readonly string[] = Object.keys({ ...valueHelpers, ...failureHelpers });
/** The same for functions that note what they describe. */
export const noteHelperNames: readonly string[] = Object.keys(noteHelpers);

/** The text of helpers and of those that they need, in a fixed order. */
export function helperTexts(used: Iterable<string>): string[] {
  const wanted = new Set<string>();
  const add = (name: string): void => {
    if (wanted.has(name)) return;
    wanted.add(name);
    for (const needed of helpers.get(name)?.needs ?? []) add(needed);
  };
  for (const name of used) add(name);
  return [...helpers].flatMap(([name, { source }]) => (wanted.has(name) ? [source] : []));
}
