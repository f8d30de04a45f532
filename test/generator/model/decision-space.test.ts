import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Combination,
  type Conditions,
  commonCombination,
  covers,
  DecisionSpaceTooLarge,
  type Domain,
  uncoveredCombination,
} from "../../../generator/model/routing/decision-space.js";

const domain: Domain = new Map<string, number[]>([
  ["a", [0, 1, 2]],
  ["b", [0, 1]],
  ["c", [0, 1, 2]],
]);

const conditions: fc.Arbitrary<Conditions> = fc
  .tuple(
    ...[...domain].map(([input, values]) =>
      fc.option(fc.subarray([...values], { minLength: 1 }).map((some) => [input, new Set(some)] as const)),
    ),
  )
  .map((entries) => new Map(entries.filter((entry) => entry !== null)) as Conditions);

const everything: Combination[] = [0, 1, 2].flatMap((a) =>
  [0, 1].flatMap((b) =>
    [0, 1, 2].map(
      (c) =>
        new Map([
          ["a", a],
          ["b", b],
          ["c", c],
        ]),
    ),
  ),
);

function matches(rule: Conditions, combination: Combination): boolean {
  return [...rule].every(([input, values]) => values.has(combination.get(input) ?? -1));
}

/** All full combinations that a partial one stands for. */
function completions(partial: Combination): Combination[] {
  return everything.filter((one) => [...partial].every(([input, value]) => one.get(input) === value));
}

describe("the space of decisions", () => {
  it("finds a gap exactly where trying all combinations finds one", () => {
    fc.assert(
      fc.property(fc.array(conditions, { maxLength: 8 }), (rules) => {
        const gap = uncoveredCombination(domain, rules);
        const open = everything.filter((one) => !rules.some((rule) => matches(rule, one)));
        expect(gap !== undefined).toBe(open.length > 0);
        if (gap !== undefined) expect(completions(gap).every((one) => open.includes(one))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("finds what two rules have in common exactly where trying all combinations does", () => {
    fc.assert(
      fc.property(conditions, conditions, (one, other) => {
        const both = everything.filter((each) => matches(one, each) && matches(other, each));
        const example = commonCombination(one, other);
        expect(example !== undefined).toBe(both.length > 0);
        if (example !== undefined)
          expect(completions(example).every((each) => both.includes(each))).toBe(true);
      }),
    );
  });

  it("knows that a rule takes all that another matches, by its conditions", () => {
    fc.assert(
      fc.property(conditions, conditions, (outer, inner) => {
        if (!covers(outer, inner)) return;
        expect(everything.every((each) => !matches(inner, each) || matches(outer, each))).toBe(true);
      }),
    );
    expect(
      covers(
        new Map([["a", new Set([1])]]),
        new Map([
          ["a", new Set([1])],
          ["b", new Set([1])],
        ]),
      ),
    ).toBe(true);
    expect(covers(new Map([["a", new Set([1])]]), new Map())).toBe(false);
  });

  it("gives up on tables that nobody can read", () => {
    // Nine pigeons in eight holes: the rules take all, which only trying nearly everything shows.
    const [pigeons, holes] = [9, 8];
    const place = (pigeon: number, hole: number): string => `${pigeon}-${hole}`;
    const range = (length: number): number[] => Array.from({ length }, (_, index) => index);
    const large: Domain = new Map(
      range(pigeons).flatMap((pigeon) => range(holes).map((hole) => [place(pigeon, hole), [0, 1]])),
    );
    const homeless = range(pigeons).map(
      (pigeon) => new Map(range(holes).map((hole) => [place(pigeon, hole), new Set([0])])),
    );
    const crowded = range(holes).flatMap((hole) =>
      range(pigeons).flatMap((pigeon) =>
        range(pigeon).map(
          (other) => new Map([place(pigeon, hole), place(other, hole)].map((one) => [one, new Set([1])])),
        ),
      ),
    );
    expect(() => uncoveredCombination(large, [...homeless, ...crowded])).toThrow(DecisionSpaceTooLarge);
  });
});
