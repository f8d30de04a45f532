import { describe, expect, it } from "vitest";
import { documentDefinition } from "../../generated/document.js";
import { checkDocument } from "../../src/document/check-document.js";
import { parseSource } from "../../src/source/parse-source.js";

const check = (text: string) =>
  checkDocument(parseSource(text, { file: "stagecraft.yml" }), documentDefinition);
const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => `${line(index)}\n`).join("");
const generic = (fields: string): string =>
  `project: {name: x}\nbackend:\n  provider: generic\n  providers:\n    generic:\n${fields}`;

describe("a document with more mistakes than anybody reads", () => {
  it("tells the first thousand, and at the end of the text how many more there are", async () => {
    const { diagnostics, valid } = await check(generic(lines(3000, (index) => `      f${index}: 1`)));
    expect(valid).toBe(false);
    expect(diagnostics).toHaveLength(1001);
    expect(diagnostics[0]).toMatchObject({ code: "unknown-field", line: 6 });
    expect(diagnostics.at(-1)).toEqual({
      ...{ code: "more-mistakes", severity: "error", file: "stagecraft.yml", path: "" },
      ...{ line: 3006, column: 1, endLine: 3006, endColumn: 1 },
      message: "2000 more mistakes are not shown",
      hint: "correct those that are shown, and check again",
    });
  });

  it("tells a thousand without more ado", async () => {
    const { diagnostics } = await check(generic(lines(1000, (index) => `      f${index}: 1`)));
    expect(new Set(diagnostics.map(({ code }) => code))).toEqual(new Set(["unknown-field"]));
    expect(diagnostics).toHaveLength(1000);
  });

  it("counts the sections together", async () => {
    const { diagnostics } = await check(
      `${lines(800, (index) => `f${index}: 1`)}${generic(lines(800, (index) => `      f${index}: 1`))}`,
    );
    expect(diagnostics).toHaveLength(1001);
    expect(diagnostics.at(-1)?.message).toBe("600 more mistakes are not shown");
  });

  it("tells errors before warnings, and is valid where only warnings are left out", async () => {
    const strangers = (count: number): string => lines(count, (index) => `    k${index}: {}`);
    const many = await check(`${generic("      {}\n")}${strangers(1001)}`);
    expect(many.valid).toBe(true);
    expect(many.diagnostics.at(-1)).toMatchObject({
      severity: "warning",
      message: "1 more mistake is not shown",
    });
    const wrong = await check(`${generic("      {}\n")}${strangers(1001)}other: 1\n`);
    expect(wrong.valid).toBe(false);
    expect(wrong.diagnostics.filter(({ severity }) => severity === "error")).toMatchObject([
      { code: "unknown-field", path: "/other" },
    ]);
    expect(wrong.diagnostics.at(-1)).toMatchObject({
      severity: "warning",
      message: "2 more mistakes are not shown",
    });
  });
});
