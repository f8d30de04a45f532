import { describe, expect, it } from "vitest";
import { digestOf, packTexts, parseAnswer, unpackTexts } from "../../generator/memo.js";

describe("digests", () => {
  it("are the same for the same data, and the same for data that was an answer", () => {
    const data = { a: [1, { b: null }], "10": "x" };
    expect(digestOf(data)).toBe(digestOf(structuredClone(data)));
    expect(digestOf(parseAnswer(JSON.stringify(data)))).toBe(digestOf(data));
    expect(digestOf({ ...data, a: [2] })).not.toBe(digestOf(data));
  });

  it("tell what is no object by itself", () => {
    const plain = [undefined, null, true, false, 1, "1", "true", {}, []];
    expect(new Set(plain.map(digestOf)).size).toBe(plain.length);
  });
});

describe("texts in one answer", () => {
  it("come out as they went in, whatever is in them", () => {
    const texts: [string, string][] = [
      ["a.b", '{\n  "x": "\u2028\\n"\n}'],
      ["\n", ""],
      ["ü😀", "😀ü\n[[]]\n"],
    ];
    const unpacked = unpackTexts(Buffer.from(packTexts(texts)));
    expect(unpacked.map(([name, text]) => [name, text.toString()])).toEqual(texts);
    expect(unpackTexts(Buffer.from(packTexts([])))).toEqual([]);
  });
});
