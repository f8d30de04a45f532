import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { describeCode, diagnosticCodes } from "../../src/diagnostics/diagnostic-codes.js";

const root = join(import.meta.dirname, "../..");

function sourcesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
}

const matches = (texts: readonly string[], pattern: RegExp): string[] =>
  texts.flatMap((text) => [...text.matchAll(pattern)].map(([, code = ""]) => code));

/** The codes that the sources report. Those of manifests and of the output are told by their names, wherever they stand. */
function reportedCodes(): string[] {
  const checking = ["src/source", "src/document", "src/validation"].flatMap(sourcesIn);
  const everything = ["src", "generator"].flatMap(sourcesIn).filter((text) => !text.includes("CodeRow"));
  const codes = new Set([
    ...matches(checking, /(?:code: |code \?\? |[Rr]eport\(\s*(?:path,\s*)?)"([a-z]+(?:-[a-z]+)*)"/g),
    ...matches(everything, /"((?:manifest|output)-[a-z]+(?:-[a-z]+)*)"/g),
  ]);
  return [...codes].sort();
}

describe("the registry of codes", () => {
  it("has every code that anything is diagnosed with, and no other", () => {
    expect(diagnosticCodes.map(({ code }) => code)).toEqual(reportedCodes());
  });

  it("has each code once, and each title once", () => {
    expect(new Set(diagnosticCodes.map(({ code }) => code)).size).toBe(diagnosticCodes.length);
    expect(new Set(diagnosticCodes.map(({ title }) => title)).size).toBe(diagnosticCodes.length);
  });

  it("says what each means and what to do, within the limits of code scanning", () => {
    for (const { code, title, description, help } of diagnosticCodes) {
      expect(describeCode(code).title).toBe(title);
      for (const text of [title, description, help]) {
        expect(text.length).toBeGreaterThan(0);
        expect(text.length).toBeLessThanOrEqual(1024);
      }
      expect([description, help].join(" ")).toMatch(/^[A-Z].*\.$/);
    }
  });

  it("makes do with the name of a code that it does not know", () => {
    expect(describeCode("new-kind-of-code")).toMatchObject({
      title: "New kind of code",
      description: "New kind of code.",
    });
    expect(describeCode("constructor")).toMatchObject({ code: "constructor", title: "Constructor" });
  });
});
