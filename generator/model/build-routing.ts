import type { RoutingRule, RoutingTable, RoutingValue } from "../../src/contract/kind.js";
import { byCodeUnit } from "../../src/validation/json-value.js";
import type { RoutingDraft, RoutingInputDraft } from "../manifest/manifest-draft.js";

/** Decision tables by virtual id; conditions are lists, in order and without repetition. */
export function buildRouting(drafts: readonly RoutingDraft[]): {
  readonly [virtualId: string]: RoutingTable;
} {
  const tables = drafts.map(({ id, inputs, rules }): [string, RoutingTable] => [
    id,
    {
      ...(inputs === undefined ? {} : { inputs: conditions(inputs) }),
      rules: rules.map(
        ({ when, use = "" }): RoutingRule => ({
          ...(when === undefined ? {} : { when: conditions(when) }),
          use,
        }),
      ),
    },
  ]);
  return Object.fromEntries(tables.sort(([a], [b]) => byCodeUnit(a, b)));
}

function conditions(inputs: readonly RoutingInputDraft[]): {
  readonly [input: string]: readonly RoutingValue[];
} {
  const entries = inputs.map(({ name, values }): [string, RoutingValue[]] => [
    name,
    [...new Set(values.map(({ value }) => value))].sort(compareValues),
  ]);
  return Object.fromEntries(entries.sort(([a], [b]) => byCodeUnit(a, b)));
}

function compareValues(a: RoutingValue, b: RoutingValue): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return byCodeUnit(typeof a, typeof b) || byCodeUnit(String(a), String(b));
}
