import type { RoutingDraft, RoutingInputDraft, RoutingRuleDraft } from "../../manifest/manifest-draft.js";
import type { Combination, Conditions, Domain } from "./decision-space.js";

/** A rule, ready to be compared with others. */
export interface TableRule {
  readonly draft: RoutingRuleDraft;
  /** Empty for a rule that takes everything. */
  readonly conditions: Conditions;
  readonly isRest: boolean;
}

/** A table whose every rule can be read and names declared inputs and values only. */
export interface Table {
  readonly draft: RoutingDraft;
  readonly rules: readonly TableRule[];
  /** Undefined where the manifest does not declare the inputs' values. */
  readonly domain: Domain | undefined;
}

/** The table of a virtual id; undefined when it has faults that make comparing its rules pointless. */
export function readTable(draft: RoutingDraft): Table | undefined {
  if (!draft.isWhole) return undefined;
  const domain =
    draft.inputs === undefined
      ? undefined
      : new Map(draft.inputs.map(({ name, values }) => [name, distinct(values)]));
  const conditions = draft.rules.flatMap((rule) => rule.when ?? []);
  if (conditions.some((condition) => condition.values.length === 0 || !isDeclared(domain, condition)))
    return undefined;
  const rules = draft.rules.map((rule) => ({
    draft: rule,
    conditions: new Map((rule.when ?? []).map(({ name, values }) => [name, new Set(distinct(values))])),
    isRest: (rule.when ?? []).length === 0,
  }));
  return { draft, rules, domain };
}

function distinct(values: RoutingInputDraft["values"]): (string | number | boolean)[] {
  return [...new Set(values.map(({ value }) => value))];
}

function isDeclared(domain: Domain | undefined, { name, values }: RoutingInputDraft): boolean {
  const allowed = domain?.get(name);
  return domain === undefined || values.every(({ value }) => allowed?.includes(value) === true);
}

/** `runtime: oci, tier: free` */
export function describeCombination(combination: Combination): string {
  if (combination.size === 0) return "any input";
  return [...combination].map(([input, value]) => `${input}: ${value}`).join(", ");
}
