import type { DocumentPath } from "../../src/source/json-pointer.js";
import { isObject, ownValue } from "../../src/validation/json-value.js";
import type {
  RoutingDraft,
  RoutingInputDraft,
  RoutingRuleDraft,
  RoutingValueDraft,
} from "./manifest-draft.js";

type Fields = { readonly [key: string]: unknown };

/** Picks what can be read out of one virtual id's table. */
export function readRouting(id: string, table: Fields, path: DocumentPath): RoutingDraft {
  const rules = ownValue(table, "rules");
  const given: readonly unknown[] = Array.isArray(rules) ? rules : [];
  const inputs = ownValue(table, "inputs");
  const reader = new ConditionReader();
  const readInputs = isObject(inputs) ? reader.read(inputs, [...path, "inputs"]) : undefined;
  const readRules = given.flatMap((rule, index): RoutingRuleDraft[] => {
    if (!isObject(rule)) return [];
    const at = [...path, "rules", index];
    const when = ownValue(rule, "when");
    const use = ownValue(rule, "use");
    if (when !== undefined && !isObject(when)) reader.isWhole = false;
    return [
      {
        path: at,
        when: isObject(when) ? reader.read(when, [...at, "when"]) : undefined,
        use: typeof use === "string" ? use : undefined,
      },
    ];
  });
  const isWhole = reader.isWhole && given.length > 0 && readRules.length === given.length;
  return { id, path, inputs: readInputs, rules: readRules, isWhole };
}

/** Reads maps of input → value or values; remembers whether all of them could be read. */
class ConditionReader {
  isWhole = true;

  read(fields: Fields, path: DocumentPath): RoutingInputDraft[] {
    return Object.entries(fields).map(([name, value]) => {
      const at = [...path, name];
      const values = Array.isArray(value)
        ? value.flatMap((item: unknown, index) => this.#value(item, [...at, index]))
        : this.#value(value, at);
      return { name, path: at, values };
    });
  }

  #value(value: unknown, path: DocumentPath): RoutingValueDraft[] {
    const isScalar = typeof value === "string" || typeof value === "boolean" || Number.isFinite(value);
    if (!isScalar) this.isWhole = false;
    return isScalar ? [{ path, value: value as string | number | boolean }] : [];
  }
}
