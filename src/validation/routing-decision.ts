import type { RoutingRule, RoutingTable, RoutingValue } from "../contract/kind.js";

/** How one row of a decision table fared with an input. */
export interface RowVerdict {
  /** Place of the row in the table, from 0. */
  readonly index: number;
  readonly rule: RoutingRule;
  readonly matched: boolean;
  /** Why, in words: `runtime "oci" is none of: node, wasm`. */
  readonly reason: string;
}

/** Goes through a decision table; the last verdict is the deciding one if it matched, otherwise no row takes the input. */
export function decideRoute(
  table: RoutingTable,
  input: { readonly [name: string]: RoutingValue | undefined },
): RowVerdict[] {
  const verdicts: RowVerdict[] = [];
  for (const [index, rule] of table.rules.entries()) {
    const verdict = { index, rule, ...judge(rule, input) };
    verdicts.push(verdict);
    if (verdict.matched) break;
  }
  return verdicts;
}

/** The names of the inputs that a decision table looks at, in the order in which its rows name them. */
export function routingInputs(table: RoutingTable): string[] {
  const names = table.rules.flatMap((rule) => Object.keys(rule.when ?? {}));
  return [...new Set(names)];
}

function judge(
  rule: RoutingRule,
  input: { readonly [name: string]: RoutingValue | undefined },
): { matched: boolean; reason: string } {
  const conditions = Object.entries(rule.when ?? {});
  if (conditions.length === 0) return { matched: true, reason: "it takes everything else" };
  const reasons: string[] = [];
  for (const [name, accepted] of conditions) {
    const value = Object.hasOwn(input, name) ? input[name] : undefined;
    const matched = value !== undefined && accepted.includes(value);
    const relation =
      accepted.length === 1 ? (matched ? "is" : "is not") : matched ? "is one of" : "is none of";
    const subject = value === undefined ? `no ${name} is given, which` : `${name} ${show(value)}`;
    const expected = `${relation === "is" || relation === "is not" ? ` ${accepted.map(show).join("")}` : `: ${accepted.join(", ")}`}`;
    const reason =
      matched && accepted.length === 1 ? `${name} is${expected}` : `${subject} ${relation}${expected}`;
    if (!matched) return { matched: false, reason };
    reasons.push(reason);
  }
  return { matched: true, reason: reasons.join(" and ") };
}

function show(value: RoutingValue): string {
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
