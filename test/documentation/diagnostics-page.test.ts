import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { type CodeDescription, diagnosticCodeGroups } from "../../src/diagnostics/diagnostic-codes.js";

const page = path.resolve(import.meta.dirname, "../../docs/diagnostics.md");
const [start, end] = ["<!-- codes -->", "<!-- end of codes -->"];

const cell = (text: string): string => text.replaceAll("|", "\\|").replace(/\$\{[^}]*\}/g, "`$&`");

function row({ code, severity, description, help }: CodeDescription): string {
  return `| <a id="${code}"></a>\`${code}\` | ${severity} | ${cell(description)} | ${cell(help)} |`;
}

const head = "| code | severity | what it says | what to do |\n| --- | --- | --- | --- |";
const tables = [...diagnosticCodeGroups].map(
  ([subject, codes]) => `### ${subject}\n\n${[head, ...codes.map(row)].join("\n")}\n`,
);
const written = `${start}\n\n${tables.join("\n")}\n${end}`;

/** With UPDATE_PAGES=1 the tables of the page are written instead of compared. */
it("docs/diagnostics.md has every code with what it means", () => {
  const text = readFileSync(page, "utf8");
  const found = text.slice(text.indexOf(start), text.indexOf(end) + end.length);
  if (process.env.UPDATE_PAGES !== undefined)
    writeFileSync(
      page,
      text.replace(found, () => written),
    );
  else expect(found).toBe(written);
});
