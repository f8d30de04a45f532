import { type FailureHelper, failureHelpers } from "./helpers/failure-helpers.js";
import type { Helper } from "./helpers/helper.js";
import { type ValueHelper, valueHelpers } from "./helpers/value-helpers.js";

/** The name of a function that validators call. */
export type HelperName = ValueHelper | FailureHelper;

const helpers: ReadonlyMap<string, Helper> = new Map(Object.entries({ ...valueHelpers, ...failureHelpers }));

/** The names of all helpers, in the order in which they are written. */
export const helperNames: readonly string[] = [...helpers.keys()];

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
