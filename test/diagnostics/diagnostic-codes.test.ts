import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { describeCode, diagnosticCodes } from "../../src/diagnostics/diagnostic-codes.js";

const root = join(import.meta.dirname, "../../src");

/** The codes that the sources of these folders report. */
function reportedCodes(...folders: string[]): string[] {
  const codes = new Set<string>();
  for (const folder of folders) {
    for (const name of readdirSync(join(root, folder))) {
      const text = readFileSync(join(root, folder, name), "utf8");
      for (const [, code = ""] of text.matchAll(
        /(?:code: |code \?\? |[Rr]eport\(\s*(?:path,\s*)?)"([a-z]+(?:-[a-z]+)*)"/g,
      ))
        codes.add(code);
    }
  }
  return [...codes].sort();
}

describe("the registry of codes", () => {
  it("has every code that documents are diagnosed with, and no other", () => {
    expect(diagnosticCodes.map(({ code }) => code)).toEqual(
      reportedCodes("source", "document", "validation"),
    );
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
    expect(describeCode("manifest-routing-gap")).toMatchObject({
      title: "Manifest routing gap",
      description: "A problem in the manifest: routing gap.",
    });
    expect(describeCode("constructor")).toMatchObject({ code: "constructor", title: "Constructor" });
  });
});
