import type { RoutingValue } from "../../../src/contract/kind.js";

/** The values that each input can have. */
export type Domain = ReadonlyMap<string, readonly RoutingValue[]>;

/** What a rule accepts: input → values; an input that is absent may have any value. */
export type Conditions = ReadonlyMap<string, ReadonlySet<RoutingValue>>;

/** One value for each of some inputs. */
export type Combination = ReadonlyMap<string, RoutingValue>;

/** The question whether rules leave something out takes too long to answer. */
export class DecisionSpaceTooLarge extends Error {}

/** Steps of a search; far more than any table needs that a person can read. */
const maxSteps = 100_000;

/** An example that both rules match; undefined when there is none. */
export function commonCombination(one: Conditions, other: Conditions): Combination | undefined {
  const example = new Map<string, RoutingValue>();
  for (const input of [...new Set([...one.keys(), ...other.keys()])].sort()) {
    const [mine, theirs] = [one.get(input), other.get(input)];
    const value = [...(mine ?? theirs ?? [])].find(
      (candidate) => theirs === undefined || theirs.has(candidate),
    );
    if (value === undefined) return undefined;
    example.set(input, value);
  }
  return example;
}

/** Whether everything that `inner` matches is matched by `outer`, too. */
export function covers(outer: Conditions, inner: Conditions): boolean {
  return [...outer].every(([input, values]) => {
    const narrower = inner.get(input);
    return narrower !== undefined && [...narrower].every((value) => values.has(value));
  });
}

/**
 * A combination that none of the rules matches, with only those inputs that matter; undefined when there is none.
 * @throws {DecisionSpaceTooLarge}
 */
export function uncoveredCombination(domain: Domain, rules: readonly Conditions[]): Combination | undefined {
  let steps = 0;
  const search = (
    inputs: readonly string[],
    open: readonly Conditions[],
  ): [string, RoutingValue][] | undefined => {
    if (++steps > maxSteps) throw new DecisionSpaceTooLarge();
    if (open.length === 0) return [];
    // A rule that asks nothing more of the inputs that are left takes all of what is left.
    if (open.some((rule) => !inputs.some((input) => rule.has(input)))) return undefined;
    const [input, ...rest] = inputs;
    if (input === undefined) return undefined;
    const seen = new Set<string>();
    for (const value of domain.get(input) ?? []) {
      const matching = open.flatMap((rule, index) => (rule.get(input)?.has(value) === false ? [] : [index]));
      // Values that the same rules accept need to be looked at once.
      const signature = matching.join();
      if (seen.has(signature)) continue;
      seen.add(signature);
      const found = search(
        rest,
        matching.map((index) => open[index] as Conditions),
      );
      if (found !== undefined) return matching.length === open.length ? found : [[input, value], ...found];
    }
    return undefined;
  };
  const found = search([...domain.keys()].sort(), rules);
  return found === undefined ? undefined : new Map(found);
}
