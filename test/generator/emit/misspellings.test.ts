import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { confusableWords, isConfusable, misspellings } from "../../../generator/emit/misspellings.js";
import { wordsPattern } from "../../../generator/emit/words-pattern.js";

const matches = (name: string, word: string, right: readonly string[] = []): boolean =>
  new RegExp(misspellings(name, { names: right }), "u").test(word);

/** Words of few letters are often alike. */
const word = fc.string({
  unit: fc.constantFrom("a", "b", "B", "_", "-", ".", "é", "😀"),
  minLength: 1,
  maxLength: 7,
});
const letter = fc.constantFrom("a", "z", "0", "$", "😀");

describe("misspellings of a name", () => {
  it.each([
    ["url", ["ur", "rl", "urll", "uurl", "uri", "ulr", "URL", "Url"], ["url2x", "name", "u", "lru", "curls"]],
    [
      "schema_path",
      ["schemapath", "schema-path", "schemaPath", "shcema_path", "scheme_path"],
      ["schema", "path", "schma_pth"],
    ],
    ["maxRetries", ["max_retries", "maxretries", "MaxRetries", "maxRetrie"], ["retries", "maxTries"]],
    ["id", ["i", "d", "di", "ids", "Id"], ["x", "name", "ab"]],
    ["x", ["X"], ["y", "xy", ""]],
    ["a.b", ["a.bb", "ab"], ["axxb", "b"]],
  ])("of %s are one edit, or case and separators, away", (name, misspelt, others) => {
    expect(misspelt.filter((other) => !matches(name, other))).toEqual([]);
    expect(others.filter((other) => matches(name, other))).toEqual([]);
  });

  it("are all words with one letter more, less, other, or swapped with its neighbour", () => {
    fc.assert(
      fc.property(word, fc.nat(), letter, (name, seed, other) => {
        const letters = [...name];
        if (letters.length < 2) return;
        const at = seed % letters.length;
        const edited = [
          letters.toSpliced(at, 1),
          letters.toSpliced(at, 1, other),
          letters.toSpliced(at, 0, other),
          [...letters, other],
          at === 0 ? letters : letters.toSpliced(at - 1, 2, letters[at] ?? "", letters[at - 1] ?? ""),
        ];
        for (const misspelt of edited)
          expect(misspelt.join("")).toMatch(new RegExp(misspellings(name, { names: [] }), "u"));
      }),
    );
  });

  it("are never another right name: that would hide what is missing", () => {
    fc.assert(
      fc.property(word, fc.array(word), (name, right) => {
        for (const other of right) if (other !== name) expect(matches(name, other, right)).toBe(false);
        const confusable = right.some((other) => other !== name && matches(name, other));
        if (confusable) expect(isConfusable(name, { names: right })).toBe(true);
      }),
    );
  });

  it("are none of what a pattern allows", () => {
    const pattern = new RegExp(misspellings("url", { names: [], patterns: ["^x-", ":"] }), "u");
    expect(["ur", "x-url", "ur:l"].map((key) => pattern.test(key))).toEqual([true, false, false]);
  });

  it("stay short for long names", () => {
    expect(misspellings("maximum_number_of_connections", { names: [] }).length).toBeLessThan(900);
  });

  it("are found among many words without comparing all with all", () => {
    fc.assert(
      fc.property(fc.uniqueArray(word, { maxLength: 20 }), (words) => {
        const confusable = confusableWords(words);
        for (const name of words) {
          for (const other of words) if (matches(name, other)) expect(confusable(name).has(other)).toBe(true);
        }
      }),
    );
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
