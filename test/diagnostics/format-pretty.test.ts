import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { formatPretty } from "../../src/diagnostics/format-pretty.js";
import { finding, report, text } from "./support.js";

/** The frame of a finding in a text, without the lines around it. */
function frame(
  source: string,
  place: Partial<Diagnostic>,
  secrets: { line: number; column: number; endLine: number; endColumn: number }[] = [],
): string {
  const { hint: _, ...plain } = finding({ path: "", ...place });
  const sources = new Map([["stagecraft.yml", { text: source, secrets }]]);
  return formatPretty(report([plain], { sources }), { color: false }).split("\n\n")[1] ?? "";
}

const at = (line: number, column: number, endColumn: number, endLine = line) => ({
  line,
  column,
  endLine,
  endColumn,
});

describe("the pretty report", () => {
  it("begins each finding with its place, and shows the line with its neighbours", () => {
    expect(
      formatPretty(report([finding()]), { color: false, milliseconds: 480 }),
    ).toBe(`stagecraft.yml:3:13 error unknown-provider: unknown backend provider "genric"; available providers: [encore-ts generic]
  at backend.provider

  2 | backend:
> 3 |   provider: genric
    |             ^^^^^^ did you mean "generic"?
  4 |   providers:

✖ 1 error in 1 file (0.5 s)
`);
  });

  it("colours places, severities and marks only when it is told to", () => {
    const shown = formatPretty(report([finding(), finding({ severity: "warning", line: 5, endLine: 5 })]), {
      color: true,
    });
    expect(shown).toContain(
      "\u001b[1mstagecraft.yml:3:13\u001b[22m \u001b[31merror unknown-provider\u001b[39m",
    );
    expect(shown).toContain("\u001b[33mwarning unknown-provider\u001b[39m");
    expect(shown).toContain("\u001b[31m^^^^^^ did you mean");
    expect(formatPretty(report([finding()]), { color: false })).not.toContain("\u001b");
  });

  it.each<[string, Diagnostic[], string[], number | undefined, string]>([
    ["one valid file", [], ["a.yml"], 1234, "✔ a.yml is valid (1.2 s)"],
    ["several valid files", [], ["a.yml", "b.yml"], undefined, "✔ 2 files valid"],
    ["a warning", [finding({ severity: "warning" })], ["a.yml"], undefined, "⚠ 1 warning in 1 file"],
    [
      "errors and warnings",
      [finding(), finding(), finding({ severity: "warning" })],
      ["a.yml", "b.yml"],
      61_000,
      "✖ 2 errors, 1 warning in 2 files (61 s)",
    ],
  ])("sums up %s", (_, diagnostics, files, milliseconds, expected) => {
    const options = { color: false, ...(milliseconds !== undefined && { milliseconds }) };
    expect(formatPretty(report(diagnostics, { files }), options).trimEnd().split("\n").at(-1)).toBe(expected);
  });

  it("says nothing but errors when it has to be quiet", () => {
    expect(formatPretty(report([finding({ severity: "warning" })]), { color: false, quiet: true })).toBe("");
    expect(formatPretty(report([]), { color: false, quiet: true })).toBe("");
    expect(formatPretty(report([finding()]), { color: false, quiet: true })).toContain("✖ 1 error in 1 file");
  });

  it("puts the hint on a line of its own when there is no text to show", () => {
    const shown = formatPretty(report([finding({ path: "/hosts/0/a.b" })], { sources: new Map() }), {
      color: false,
    });
    expect(shown).toContain('\n  at hosts[0]["a.b"]\n  did you mean "generic"?\n');
  });

  it("names related places", () => {
    const related = [{ message: "used here", file: "b.yml", ...at(1, 2, 3) }];
    expect(formatPretty(report([finding({ related })]), { color: false })).toContain(
      "\n  b.yml:1:2 used here\n",
    );
  });

  it("prints no character that a terminal would act on", () => {
    const evil = "a\u001b[31mb\u009b2Jc\u202ed\r\ne\u2028f";
    const diagnostic = finding({ message: evil, hint: evil, file: evil, path: "/x\u001b" });
    const sources = new Map([[evil, { text: `x: ${evil}\n`, secrets: [] }]]);
    const shown = formatPretty(report([{ ...diagnostic, ...at(1, 4, 6) }], { sources, files: [evil] }), {
      color: false,
    });
    for (const character of ["\u001b", "\u009b", "\u202e", "\r", "\u2028"])
      expect(shown).not.toContain(character);
  });
});

describe("code frames", () => {
  it("leave out empty neighbours, and lines before the first and after the last", () => {
    expect(frame("a: 1\n", at(1, 4, 5))).toBe("> 1 | a: 1\n    |    ^");
    expect(frame("\na: 1\n\n", at(2, 4, 5))).toBe("> 2 | a: 1\n    |    ^");
    expect(frame("a: 1\r\nb: 2\r\n", at(2, 1, 2))).toBe("  1 | a: 1\n> 2 | b: 2\n    | ^");
  });

  it("align line numbers", () => {
    const source = Array.from({ length: 12 }, (_, index) => `k${index + 1}: 1`).join("\n");
    expect(frame(source, at(9, 1, 3))).toBe("   8 | k8: 1\n>  9 | k9: 1\n     | ^^\n  10 | k10: 1");
  });

  it("mark at least one column, and a range over lines up to the end of the first", () => {
    expect(frame("abc", at(1, 2, 2))).toBe("> 1 | abc\n    |  ^");
    expect(frame("abc", at(1, 4, 4))).toBe("> 1 | abc\n    |    ^");
    expect(frame("a: [\n  1]", at(1, 4, 5, 2))).toBe("> 1 | a: [\n    |    ^\n  2 |   1]");
  });

  it.each<[string, string, [number, number], string]>([
    ["tabs", "a:\tb", [4, 5], "> 1 | a:  b\n    |     ^"],
    ["wide characters", "日本: x", [5, 6], "> 1 | 日本: x\n    |       ^"],
    ["marked wide characters", "a: 日本", [4, 6], "> 1 | a: 日本\n    |    ^^^^"],
    ["emoji, which are two UTF-16 units", "😀: x", [5, 6], "> 1 | 😀: x\n    |     ^"],
    ["joined emoji", "👩‍👩‍👧: x", [11, 12], "> 1 | 👩‍👩‍👧: x\n    |     ^"],
    ["combining marks", "e\u0301: x", [5, 6], "> 1 | e\u0301: x\n    |    ^"],
  ])("align marks under %s", (_, source, [column, endColumn], expected) => {
    expect(frame(source, at(1, column, endColumn))).toBe(expected);
  });

  it("cut long lines around what is marked", () => {
    const long = `${"x".repeat(300)}ERROR${"y".repeat(300)}`;
    const [line = "", marks = ""] = frame(long, at(1, 301, 306)).split("\n");
    expect(line).toMatch(/^> 1 \| …x+ERRORy+…$/);
    expect(line.length).toBeLessThan(130);
    expect(marks.indexOf("^^^^^")).toBe(line.indexOf("ERROR"));
    const start = frame(long, at(1, 1, 2)).split("\n")[0] ?? "";
    expect(start).toMatch(/^> 1 \| x+…$/);
    expect(start.length).toBeLessThan(130);
  });

  it("are left out for a place that the text does not have", () => {
    expect(frame("a", at(99, 1, 2))).toBe("✖ 1 error in 1 file\n");
  });

  it("show a mask of one width for every secret, and move what comes after it", () => {
    const secret = [at(1, 7, 14)];
    expect(frame("{pwd: hunter2, foo: 1}", at(1, 16, 19), secret)).toBe(
      "> 1 | {pwd: ‹hidden›, foo: 1}\n    |                 ^^^",
    );
    expect(frame("{pwd: hunter2, foo: 1}", at(1, 7, 14), secret)).toBe(
      "> 1 | {pwd: ‹hidden›, foo: 1}\n    |       ^^^^^^^^",
    );
    expect(frame("{pwd: hunter2, foo: 1}", at(1, 9, 11), secret)).toBe(
      "> 1 | {pwd: ‹hidden›, foo: 1}\n    |       ^^^^^^^^",
    );
    expect(frame("{pwd: x, foo: 1}", at(1, 10, 13), [at(1, 7, 8)])).toBe(
      "> 1 | {pwd: ‹hidden›, foo: 1}\n    |                 ^^^",
    );
    expect(frame("{pwd: hunter2, foo: 1}", at(1, 1, 23), secret)).toContain(`^${"^".repeat(22)}`);
  });

  it("hide every line of a secret over several lines", () => {
    const source = "a: |\n  one\n\n    two\n  three\nb: 1\n";
    const secret = [at(1, 4, 8, 5)];
    const shown = [1, 2, 3, 4, 5, 6].map((line) => frame(source, at(line, 1, 2), secret)).join("\n");
    expect(shown).not.toMatch(/one|two|three/);
    expect(shown).toContain("> 1 | a: ‹hidden›");
    expect(shown).toContain("> 4 |     ‹hidden›");
    expect(shown).toContain("> 6 | b: 1");
  });

  it("hide overlapping secrets as one", () => {
    expect(frame("abcdefgh", at(1, 1, 2), [at(1, 3, 5), at(1, 4, 7), at(1, 5, 6)])).toContain("ab‹hidden›gh");
    expect(frame("abcd", at(1, 1, 2), [at(1, 1, 3), at(1, 3, 5)])).toContain("> 1 | ‹hidden›\n");
  });

  it("show the text of the report", () => {
    expect(formatPretty(report([finding()]), { color: false })).toContain(text.split("\n")[1]);
  });
});
