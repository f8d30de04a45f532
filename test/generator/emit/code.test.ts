import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  docComment,
  literal,
  literalKey,
  literalType,
  memberAccess,
  NameAllocator,
  pascalCase,
  propertyKey,
  quote,
} from "../../../generator/emit/code.js";
import { HOSTILE } from "./fixtures/hostile.js";

/** Runs generated data as JavaScript. */
const evaluate = (code: string): unknown => new Function(`return (${code});`)();

describe("literals", () => {
  it("give back any JSON value when they are run", () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const plain = JSON.parse(JSON.stringify(value)) as unknown;
        expect(evaluate(literal(plain))).toEqual(plain);
      }),
    );
  });

  it("set no prototype", () => {
    const value = JSON.parse('{"__proto__": {"polluted": true}, "a": 1}') as object;
    const copy = evaluate(literal(value)) as object;
    expect(Object.keys(copy)).toEqual(["__proto__", "a"]);
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
  });

  it("leave out what is undefined", () => {
    expect(literal({ a: undefined, b: [] })).toBe("{ b: [] }");
  });

  it("are broken into lines where they are long", () => {
    const long = "x".repeat(60);
    expect(literal({ a: [long, long] })).toBe(`{\n  a: [\n    "${long}",\n    "${long}",\n  ],\n}`);
  });

  it.each([
    ["</script>", '"<\\/script>"'],
    ["<!--", '"<\\!--"'],
    ["\u2028\u2029", '"\\u2028\\u2029"'],
    ['"\\`${x}', '"\\"\\\\`${x}"'],
  ])("quote %j", (text, expected) => {
    expect(quote(text)).toBe(expected);
    expect(evaluate(quote(text))).toBe(text);
  });

  it("name properties", () => {
    expect([propertyKey("a"), propertyKey("a-b"), propertyKey("class"), propertyKey("1")]).toEqual([
      "a",
      '"a-b"',
      "class",
      '"1"',
    ]);
    expect(literalKey("__proto__")).toBe('["__proto__"]');
    expect([memberAccess("o", "a"), memberAccess("o", "a-b")]).toEqual(["o.a", 'o["a-b"]']);
  });

  it("become types", () => {
    expect(literalType({ a: [1, null], "b-c": {} })).toBe('{ a: [1, null]; "b-c": Record<string, never> }');
  });
});

describe("comments", () => {
  it("cannot be left by their text", () => {
    const comment = docComment(HOSTILE);
    expect(comment.indexOf("*/")).toBe(comment.length - 3);
    expect(evaluate(`${comment} 5`)).toBe(5);
  });

  it("have one line for one line", () => {
    expect(docComment("one", "  ")).toBe("  /** one */\n");
    expect(docComment(" one \n\n two")).toBe("/**\n * one\n *\n *  two\n */\n");
    expect(docComment(" \n ")).toBe("");
  });
});

describe("names", () => {
  it("are made of ids", () => {
    expect(["encore-ts", "s3", "a.b_c", "-x-"].map(pascalCase)).toEqual(["EncoreTs", "S3", "ABC", "X"]);
  });

  it("are given once", () => {
    const names = new NameAllocator(["Custom"]);
    expect(["Custom", "Custom", "Other"].map((name) => names.allocate(name))).toEqual([
      "Custom2",
      "Custom3",
      "Other",
    ]);
  });
});
