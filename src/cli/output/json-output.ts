import type { CliContext } from "../context.js";

/** Prints the answer to `--json`: one object whose first key is the version of its shape. */
export function writeJson(context: CliContext, answer: Readonly<Record<string, unknown>>): void {
  context.stdout.write(`${JSON.stringify({ version: 1, ...answer }, undefined, 2)}\n`);
}

/** A copy whose objects have their keys sorted by code unit, so that equal values print alike. */
export function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(entries.map(([key, item]) => [key, sortedKeys(item)]));
}
