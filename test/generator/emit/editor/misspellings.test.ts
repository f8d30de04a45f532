import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exceptions, misspellings } from "../../../../generator/emit/editor/misspellings.js";
import { wordsPattern } from "../../../../generator/emit/editor/words-pattern.js";

/** Words of few letters are often alike. */
const word = fc.string({
  unit: fc.constantFrom("a", "b", "B", "_", "-", ".", "é", "😀"),
  minLength: 1,
  maxLength: 7,
});

describe("misspellings of a name beside right ones", () => {
  it("are never another right name: that would hide what is missing", () => {
    fc.assert(
      fc.property(word, fc.array(word), word, (name, right, other) => {
        const pattern = new RegExp(misspellings(name, { names: right }), "u");
        for (const known of right) if (known !== name) expect(pattern.test(known)).toBe(false);
        if (right.includes(other)) return;
        // Of other words as many are misspellings as without right ones.
        const alone = new RegExp(misspellings(name, { names: [] }), "u");
        expect(pattern.test(other)).toBe(alone.test(other));
      }),
    );
  });

  it("are written in one way beside names that are unlike", () => {
    expect(exceptions("url", { names: ["url", "name", "prefix"] })).toBe("");
    expect(exceptions("host", { names: ["hosts", "host", "port"] })).toBe("(?!hosts$)");
  });

  it("are none of what a pattern allows", () => {
    const pattern = new RegExp(misspellings("url", { names: [], patterns: ["^x-", ":"] }), "u");
    expect(["ur", "x-url", "ur:l"].map((key) => pattern.test(key))).toEqual([true, false, false]);
  });
});

it("matches exactly the words of a list", () => {
  expect(wordsPattern(["p1", "p2", "p10", "p20", "p"])).toBe("p(?:[12](?:0)?)?");
  fc.assert(
    fc.property(fc.array(word, { minLength: 1 }), word, (words, other) => {
      const pattern = new RegExp(`^${wordsPattern(words)}$`, "u");
      expect(pattern.test(other)).toBe(words.includes(other));
      expect(words.every((each) => pattern.test(each))).toBe(true);
    }),
  );
});
