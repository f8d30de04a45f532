import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseEnvFile } from "../../src/backend/env-file.js";

const parse = (text: string): Record<string, string> => Object.fromEntries(parseEnvFile(text));

describe("an env file", () => {
  test.each([
    ["A=1\nB=2", { A: "1", B: "2" }],
    ["  A = 1  \r\n\r\n# no\r\nB=2\r\n", { A: "1", B: "2" }],
    ["\ufeffexport A=1\nexport  B=2", { A: "1", B: "2" }],
    ["A=1\nA=2", { A: "2" }],
    ["A=\nB=''\nC=\"\"", { A: "", B: "", C: "" }],
    ["no equals\n=value\nA=1", { A: "1" }],
    ["A=b=c", { A: "b=c" }],
    ["A=b#c\nB=b # c\nC=#c", { A: "b", B: "b", C: "" }],
    ["A=\"b # c\" # d\nB='b # c'#d", { A: "b # c", B: "b # c" }],
    ["A='x\\n'\nB=\"x\\ny\\tz\\r\"", { A: "x\\n", B: "x\ny\tz\r" }],
    // In one pass: an escaped backslash before an `n` is no line end.
    ['A="\\\\n"\nB="say \\"hi\\""\nC="\\q"', { A: "\\n", B: 'say "hi"', C: "\\q" }],
    ["A=it's\nB='open # rest", { A: "it's", B: "'open" }],
    ['A=x"# y"z # w', { A: 'x"# y"z' }],
    ["A=${B}", { A: "${B}" }],
  ])("%j", (text, expected) => {
    expect(parse(text)).toEqual(expected);
  });

  test("has ordinary names only, whatever they are", () => {
    expect([...parseEnvFile("__proto__=x\nconstructor=y")]).toEqual([
      ["__proto__", "x"],
      ["constructor", "y"],
    ]);
    expect(({} as { x?: string }).x).toBeUndefined();
  });

  test("any value comes back from double quotes", () => {
    const escaped = (value: string): string =>
      value
        .replaceAll("\\", "\\\\")
        .replaceAll('"', '\\"')
        .replaceAll("\n", "\\n")
        .replaceAll("\r", "\\r")
        .replaceAll("\t", "\\t");
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."\\\"'#n \t\r\n=a") }), (value) => {
        expect(parse(`A="${escaped(value)}" # comment`)).toEqual({ A: value });
      }),
    );
  });
});
