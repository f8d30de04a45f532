import { describe, expect, it } from "vitest";
import { hoverText } from "../../../../generator/emit/editor/hover-text.js";
import type { JsonSchemaObject } from "../../../../src/contract/json-schema.js";

describe("the text of a hover", () => {
  it.each([
    ["nothing more than the description", { description: "How often." }, undefined],
    ["no description at all", { type: "string" }, undefined],
    ["a default", { description: "How often.", default: 3 }, "How often.\n\nDefault: `3`"],
    ["a default alone", { default: false }, "Default: `false`"],
    ["a text, bare as in YAML", { default: "./db/main.sql" }, "Default: `./db/main.sql`"],
    ["a text that is empty", { default: "" }, 'Default: `""`'],
    ["a text that would be a number", { default: "10" }, 'Default: `"10"`'],
    ["a text that would be a boolean", { default: "Off" }, 'Default: `"Off"`'],
    ["a list", { default: ["a", "b"] }, 'Default: `["a","b"]`'],
    ["a default that nobody reads", { default: "x".repeat(300) }, undefined],
    ["a default with backticks", { default: "`a`" }, 'Default: ``"`a`"``'],
    [
      "a variable of the environment",
      { description: "Where.", "x-env": "URL" },
      "Where.\n\nWithout it, the environment variable `URL` is used.",
    ],
    ["code in the description", { description: "As `a*b`, not *a*." }, "As `a*b`, not \\*a\\*."],
    ["a description beside a reference", { $ref: "#/x", description: "The inner." }, "The inner."],
  ])("of %s", (_name, schema, text) => {
    expect(hoverText(schema as JsonSchemaObject)).toBe(text);
  });
});
