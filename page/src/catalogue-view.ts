import { availabilityWords } from "./availability-words.js";
import { ask } from "./client.js";
import { element, table } from "./dom.js";
import { providerSection } from "./provider-section.js";
import type { Kind, Provider, Rule } from "./types.js";

const SHORT = 12;

/** All kinds. */
export async function kindsView(signal: AbortSignal): Promise<Node[]> {
  const { kinds } = await ask<{ kinds: (Kind & { providers: string[] })[] }>("v1/kinds", { signal });
  return [
    element("h1", { tabindex: -1 }, "Catalogue"),
    element("p", {}, "The kinds of provider that this system can plug in."),
    element(
      "ul",
      { class: "cards" },
      kinds.map(({ id, title, description, providers }) =>
        element(
          "li",
          {},
          element("h2", {}, element("a", { href: `#/kinds/${encodeURIComponent(id)}` }, title)),
          element("p", {}, description),
          element("p", { class: "muted" }, shortList(providers)),
        ),
      ),
    ),
  ];
}

/** The first of a list that may be long. */
function shortList(ids: readonly string[]): string {
  if (ids.length === 0) return "none yet";
  const more = ids.length - SHORT;
  return more > 0 ? `${ids.slice(0, SHORT).join(", ")} and ${more} more` : ids.join(", ");
}

/** A kind: its routing, what its providers can do, and each of them. */
export async function kindView(id: string, signal: AbortSignal): Promise<Node[]> {
  const path = `v1/kinds/${encodeURIComponent(id)}/providers`;
  const { kind, providers } = await ask<{ kind: Kind; providers: Provider[] }>(path, { signal });
  return [
    element("p", {}, element("a", { href: "#/kinds" }, "Catalogue"), " / ", kind.id),
    element("h1", { tabindex: -1 }, kind.title),
    element("p", {}, kind.description),
    element("p", { class: "muted" }, chosenBy(kind)),
    ...(providers.length === 0 ? [element("p", {}, "There is none yet.")] : [matrix(kind, providers)]),
    ...Object.entries(kind.routing).map(([virtual, { rules }]) => routingTable(virtual, rules)),
    ...providers.map((provider) => providerSection(kind, provider)),
  ];
}

function chosenBy({ config }: Kind): string {
  if (config === undefined) return "Chosen in code.";
  const at = [...config.at, config.selector].map((key) => (key === "*" ? "<name>" : key));
  return `Chosen in the config document by ${at.join(".")}.`;
}

/** What each provider can do, one below the other. */
function matrix(kind: Kind, providers: readonly Provider[]): HTMLElement {
  const names = [...new Set(providers.flatMap(({ capabilities }) => Object.keys(capabilities)))].sort();
  return table(
    "Capabilities",
    [kind.noun, "availability", ...names],
    providers.map((provider) => [
      element("a", { href: providerAddress(kind.id, provider.id) }, provider.id),
      availabilityWords(provider),
      ...names.map((name) => capabilityWords(provider.capabilities[name])),
    ]),
  );
}

function providerAddress(kind: string, id: string): string {
  return `#/kinds/${encodeURIComponent(kind)}/${encodeURIComponent(id)}`;
}

function capabilityWords(value: unknown): string {
  if (value === undefined) return "not said";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(String).join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function routingTable(virtual: string, rules: readonly Rule[]): HTMLElement {
  return table(
    `Routing of ${virtual}: the first rule that holds decides`,
    ["Rule", "When", "Use"],
    rules.map(({ when, use }, index) => [
      index + 1,
      when === undefined
        ? "everything else"
        : Object.entries(when)
            .map(([input, values]) => `${input} is ${values.map(String).join(" or ")}`)
            .join(" and "),
      use,
    ]),
  );
}
