import type { ProviderDescription } from "../contract/kind.js";

/** A deep copy of plain data that nobody can change. */
export function frozenCopy<Value>(value: Value): Value {
  if (Array.isArray(value)) return Object.freeze(value.map((item) => frozenCopy(item))) as Value;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => [key, frozenCopy(item)]);
  return Object.freeze(Object.fromEntries(entries)) as Value;
}

/** Only the description of a provider, without thunks, schemas or anything else that came along. */
export function frozenDescription(id: string, source: Partial<ProviderDescription>): ProviderDescription {
  const { title, description, capabilities, requires, deprecated } = source;
  return frozenCopy({
    id,
    // Definitions that no type checker has seen may lack anything.
    title: title ?? id,
    description: description ?? "",
    capabilities: capabilities ?? {},
    requires: { npm: requires?.npm ?? {}, commands: requires?.commands ?? [] },
    ...(deprecated === undefined ? {} : { deprecated }),
  });
}
