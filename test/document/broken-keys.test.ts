import fc from "fast-check";
import { expect, test } from "vitest";
import { brokenKeys } from "../../src/document/broken-keys.js";

const found = (line: string): [name: string, rest: string][] =>
  [...brokenKeys(line)].map(({ name, end }) => [name, line.slice(end)]);

/** The same in the plainest words, which take the square of a line's length. */
const plainly = /(?:"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)'|([\w$][\w$.-]*))[ \t]*[:=]/g;
function expected(line: string): [name: string, rest: string][] {
  return [...line.matchAll(plainly)].map(({ 0: all, 1: double, 2: single, 3: plain, index }) => [
    double ?? single ?? plain ?? "",
    line.slice(index + all.length),
  ]);
}

test.each<[line: string, names: string[]]>([
  ["token: a", ["token"]],
  ["  - api-key = 'x', url: y", ["api-key", "url"]],
  ['"a b" : {\'c\': 1, "d\\u0065": 2}', ["a b", "c", "de"]],
  ['" "token": x', ["token"]],
  ['"token: x', ["token"]],
  ["-.-token: x", ["token"]],
  ['"{\\"token\\": 1}"', []],
  ["token", []],
])("%s", (line, names) => {
  expect(found(line).map(([name]) => name)).toEqual(names);
});

test("a line of any pieces has the keys that a plain search finds", () => {
  const piece = fc.constantFrom(
    ...['"', "'", "\\", '\\"', ":", "=", " ", "\t", "a", "b.c", "-", ".", "$", "{", ","],
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
      const line = pieces.join("");
      // Names with escapes are read as JSON, where they are that.
      fc.pre(!/\\[^"\\]/.test(line));
      const names = expected(line).filter(([name]) => !name.includes("\\"));
      expect(found(line).filter(([name]) => !/[\\"]/.test(name))).toEqual(
        names.filter(([name]) => !/"/.test(name)),
      );
    }),
    { numRuns: 3_000 },
  );
});
