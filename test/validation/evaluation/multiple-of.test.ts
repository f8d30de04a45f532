import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { schemaChecker } from "../../../src/validation/checkers/schema-checker.js";
import { isMultipleOf } from "../../../src/validation/evaluation/multiple-of.js";

describe("isMultipleOf", () => {
  it.each([
    [0.3, 0.1, true],
    [19.99, 0.01, true],
    [0.07, 0.01, true],
    [-1, 0.01, true],
    [0.35, 0.1, false],
    [1e21, 3, false],
    [1e21, 2, true],
    [1e308, 0.5, true],
    [0, 0.1, true],
    [3, 1.5, true],
    [1e-7, 1e-8, true],
    [Number.POSITIVE_INFINITY, 2, false],
    [Number.NaN, 1, false],
  ])("%d of %d: %s", async (number, divisor, expected) => {
    expect(isMultipleOf(number, divisor)).toBe(expected);
    const { issues } = await (await schemaChecker({ multipleOf: divisor })).check(number, { at: [] });
    if (Number.isFinite(number)) expect(issues.length === 0).toBe(expected);
  });

  it("holds for every decimal and each of its multiples", () => {
    const decimal = fc.tuple(fc.integer({ min: 1, max: 9999 }), fc.integer({ min: 0, max: 6 }));
    fc.assert(
      fc.property(decimal, fc.integer({ min: -5000, max: 5000 }), ([digits, places], factor) => {
        const text = (value: number): number => Number(`${value}e-${places}`);
        expect(isMultipleOf(text(digits * factor), text(digits))).toBe(true);
      }),
    );
  });
});
