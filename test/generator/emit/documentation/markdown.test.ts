import { describe, expect, it } from "vitest";
import {
  codeBlock,
  escapeMarkdown,
  inlineCode,
  table,
} from "../../../../generator/emit/documentation/markdown.js";

describe("Markdown text", () => {
  it.each([
    ["a plain sentence, with 1. numbers and C#", "a plain sentence, with 1. numbers and C#"],
    ["*bold* _x_ ~~no~~", "\\*bold\\* \\_x\\_ \\~\\~no\\~\\~"],
    ["run `a | b` *now*", "run `a \\| b` \\*now\\*"],
    ["`</script>` and `", "`</script>` and \\`"],
    ["``two`` and \\`three`", "\\`\\`two\\`\\` and \\\\\\`three\\`"],
    ["[a](b) ![c](d) <img>", "\\[a\\](b) !\\[c\\](d) \\<img>"],
    ["a | b", "a \\| b"],
    ["$x$ &amp;", "\\$x\\$ &amp;amp;"],
    ["# title", "\\# title"],
    ["1. one", "1\\. one"],
    ["- item\n- other", "\\- item - other"],
    ["> quote", "\\> quote"],
    ["a\u0000b\r\nc\u2028d", "ab c d"],
  ])("%j stays text", (text, expected) => {
    expect(escapeMarkdown(text)).toBe(expected);
  });

  it.each([
    ["plain", "`plain`"],
    ["a`b", "``a`b``"],
    ["`", "`` ` ``"],
    ["", "`  `"],
    ["a|b\nc", "`a\\|b c`"],
  ])("%j as code", (text, expected) => {
    expect(inlineCode(text)).toBe(expected);
  });

  it("fences a block with more backticks than it holds", () => {
    expect(codeBlock("yaml", "a: ````\n\n")).toBe("`````yaml\na: ````\n`````\n");
  });

  it("writes tables", () => {
    expect(table(["A", "B"], [["1", "2"]])).toBe("| A | B |\n| --- | --- |\n| 1 | 2 |\n");
  });
});
