import { describe, expect, it } from "vitest";
import { describePage, docPages } from "./describe-page.js";

// The page that every reader begins with; the others take minutes and are in test/heavy/documentation.
describePage("README.md");

describe("the other pages", () => {
  it("are held to account by the heavy suite", () => {
    expect(docPages).toContain("docs/manifest.md");
    expect(docPages).not.toContain("docs/benchmarks.md");
  });
});
