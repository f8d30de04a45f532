import type { KindDescription } from "../contract/kind.js";
import { providerWords } from "../contract/kind-words.js";
import { closest } from "../diagnostics/suggest.js";
import { printable, quote } from "../errors/quote.js";
import type { AnyRegistry } from "../registry/registry-types.js";
import type { ChoicePlace } from "./find-choices.js";

/** `unknown migration engine "x" for database main; available engines: [drizzle knex prisma raw]` */
export function unknownProviderMessage({ registry, placement, keys }: ChoicePlace, id: string): string {
  const { kind } = registry;
  const subject =
    placement.subject !== undefined && keys.length > 0 ? ` for ${placement.subject} ${nameOf(keys)}` : "";
  return `unknown ${providerWords(kind)} ${quote(id)}${subject}; ${availableProviders(registry)}`;
}

/** The ids that can be chosen. */
export function availableProviders(registry: AnyRegistry): string {
  return `available ${plural(registry.kind.noun)}: [${registry.ids().join(" ")}]`;
}

/** The id that a misspelt one most likely meant. */
export function nearId({ registry }: ChoicePlace, id: string): string | undefined {
  return closest(id, [...registry.ids(), ...Object.keys(registry.kind.routing)]);
}

/** What to do about an id that is not registered. */
export function unknownProviderHint(place: ChoicePlace, id: string): string | undefined {
  const { kind } = place.registry;
  const near = nearId(place, id);
  if (near !== undefined) return `did you mean ${quote(near)}?`;
  if (id.includes(":")) return `register the custom ${kind.noun} first; on the command line: --import MODULE`;
  return undefined;
}

/** Whether an id stands for a decision of the kind's routing. */
export function isVirtual(kind: KindDescription, id: string): boolean {
  return Object.hasOwn(kind.routing, id);
}

/** A sentence about a provider that should no longer be chosen. */
export function deprecatedMessage(registry: AnyRegistry, id: string, instead: string): string {
  return `${providerWords(registry.kind)} ${quote(id)} is deprecated; ${printable(instead)}`;
}

function nameOf(keys: readonly string[]): string {
  const name = keys.join(".");
  return /^[\w.:/-]+$/.test(name) ? name : quote(name);
}

/** The English plural of a noun. */
function plural(noun: string): string {
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(s|x|z|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`;
}
