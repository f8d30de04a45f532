import picocolors from "picocolors";
import { describe, expect, it } from "vitest";
import { wantsColor } from "../../../src/cli/output/colors.js";
import { sortedKeys } from "../../../src/cli/output/json-output.js";
import { formatTable } from "../../../src/cli/output/table.js";

const plain = picocolors.createColors(false);

describe("formatTable", () => {
  it("aligns columns, by what characters take on a terminal", () => {
    expect(
      formatTable(
        ["A", "B"],
        [
          ["日本", "1"],
          ["abcd", "2"],
        ],
        plain,
      ),
    ).toEqual(["A     B", "日本  1", "abcd  2"]);
  });

  it("leaves out empty columns and trailing blanks", () => {
    expect(
      formatTable(
        ["A", "B", "C"],
        [
          ["1", "", "x"],
          ["2", "", ""],
        ],
        plain,
      ),
    ).toEqual(["A  C", "1  x", "2"]);
  });

  it("prints nothing that steers a terminal", () => {
    expect(formatTable(["A"], [["\u001b[31mred\nnext\u202e"]], plain)[1]).toBe("\ufffd[31mred next\ufffd");
  });
});

describe("wantsColor", () => {
  it.each([
    [{ isTTY: true }, {}, true],
    [{ isTTY: true }, { TERM: "dumb" }, false],
    [{ isTTY: true }, { NO_COLOR: "1" }, false],
    [{ isTTY: true }, { NO_COLOR: "" }, true],
    [{}, {}, false],
    [{}, { FORCE_COLOR: "1" }, true],
    [{ isTTY: true }, { FORCE_COLOR: "0" }, false],
    [{}, { FORCE_COLOR: "1", NO_COLOR: "1" }, false],
  ])("is decided by %j and %j: %s", (stream, env, expected) =>
    expect(wantsColor(stream, env)).toBe(expected),
  );
});

it("sorts keys at every depth, and keeps lists", () => {
  const sorted = sortedKeys(JSON.parse('{"b": [{"d": 1, "c": 2}], "a": null, "__proto__": {"x": 1}}'));
  expect(JSON.stringify(sorted)).toBe('{"__proto__":{"x":1},"a":null,"b":[{"c":2,"d":1}]}');
});
