import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SecretWords } from "../../src/document/secret-words.js";

function wordsOf(...values: unknown[]): SecretWords {
  const words = new SecretWords();
  for (const value of values) words.add(value);
  return words;
}

describe("the texts of secrets", () => {
  it("are found at any depth, quoted, trimmed and as numbers", () => {
    const words = wordsOf({ a: ["one two"], b: { c: 12345 } }, ' quo"ted ');
    expect(words.replace('x one two y 12345 z, quo"ted, "quo\\"ted" one', "*")).toBe('x * y * z, *, "*" one');
  });

  it("are no words of three letters, no flags and no nulls", () => {
    expect(wordsOf("abc", true, null, undefined, 1).find("abc true null 1")).toEqual([]);
  });

  it("are taken out whole where one begins with another", () => {
    const words = wordsOf("secret", "secretive", "x".repeat(70), `${"x".repeat(70)}y`);
    expect(words.replace(`a secretive secret ${"x".repeat(70)}y ${"x".repeat(69)}`, "*")).toBe(
      `a * * * ${"x".repeat(69)}`,
    );
  });

  it("leave nothing behind, whatever they are", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "$", "\\"), minLength: 4, maxLength: 8 });
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 1 }),
        fc.string({ unit: fc.constantFrom("a", "b", "$", "\\"), maxLength: 60 }),
        (secrets, message) => {
          const result = wordsOf(...secrets).replace(message, "|");
          for (const secret of secrets) expect(result).not.toContain(secret);
        },
      ),
    );
  });
});
