import type { RoutingValue } from "../../../src/contract/kind.js";
import type { DocumentPath } from "../../../src/source/json-pointer.js";
import { capableValues, excludesValue } from "../../../src/validation/routing-capability.js";
import type { KindDraft, ProviderDraft } from "../../manifest/manifest-draft.js";
import { type Analysis, type Check, inManifest, report } from "../analysis.js";
import { DecisionSpaceTooLarge, uncoveredCombination } from "../routing/decision-space.js";
import { readTable, type Table, type TableRule } from "../routing/table.js";

/** No rule sends a provider an input value that the provider's capabilities rule out. */
export const checkRoutingCapabilities: Check = (analysis) => {
  for (const kind of analysis.draft.kinds) {
    for (const draft of kind.routing) {
      const table = readTable(draft);
      if (table === undefined) continue;
      try {
        checkTable(analysis, kind, table);
      } catch (error) {
        // That the table has too many combinations is reported with its gaps.
        if (!(error instanceof DecisionSpaceTooLarge)) throw error;
      }
    }
  }
};

function checkTable(analysis: Analysis, kind: KindDraft, table: Table): void {
  const used = table.rules.map((rule) => kind.providers.find(({ id }) => id === rule.draft.use));
  for (const [index, provider] of used.entries()) {
    if (provider !== undefined) checkConditions(analysis, kind, table.rules[index] as TableRule, provider);
  }
  for (const [index, provider] of used.entries()) {
    if (provider !== undefined) checkOtherInputs(analysis, kind, table, index, provider);
  }
}

/** Values that the rule itself names. */
function checkConditions(
  analysis: Analysis,
  kind: KindDraft,
  { draft }: TableRule,
  provider: ProviderDraft,
): void {
  for (const { name, values } of draft.when ?? []) {
    for (const { value, path } of values) {
      if (excludesValue(provider.capabilities ?? {}, name, value)) {
        reportExcluded(analysis, kind, provider, { input: name, value, path });
      }
    }
  }
}

/** Values of inputs that the rule says nothing of, as far as they get to it. */
function checkOtherInputs(
  analysis: Analysis,
  kind: KindDraft,
  { domain = new Map(), rules }: Table,
  index: number,
  provider: ProviderDraft,
): void {
  const rule = rules[index] as TableRule;
  const earlier = rules.slice(0, index).map(({ conditions }) => conditions);
  for (const [input, values] of domain) {
    if (rule.conditions.has(input)) continue;
    for (const value of values) {
      if (!excludesValue(provider.capabilities ?? {}, input, value)) continue;
      const reaching = new Map(
        [...domain].map(([name, all]) => {
          const accepted = name === input ? new Set([value]) : rule.conditions.get(name);
          return [name, accepted === undefined ? all : all.filter((one) => accepted.has(one))] as const;
        }),
      );
      if (uncoveredCombination(reaching, earlier) === undefined) continue;
      reportExcluded(analysis, kind, provider, { input, value, path: [...rule.draft.path, "use"] });
    }
  }
}

function reportExcluded(
  analysis: Analysis,
  kind: KindDraft,
  provider: ProviderDraft,
  { input, value, path }: { input: string; value: RoutingValue; path: DocumentPath },
): void {
  const supported = capableValues(provider.capabilities ?? {}, input) ?? [];
  report(analysis, {
    code: "manifest-routing-excluded",
    message: `provider ${JSON.stringify(provider.id)} would get ${input} ${JSON.stringify(value)}, but supports: [${supported.map(showValue).join(" ")}]`,
    path,
    kind: kind.id,
    provider: provider.id,
    related: [
      {
        ...inManifest(analysis, [...provider.path, "capabilities"]),
        target: "key",
        message: `the capabilities of provider ${JSON.stringify(provider.id)}`,
      },
    ],
  });
}

function showValue(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
