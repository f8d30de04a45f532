import { describe, expect, it } from "vitest";
import { findings, json, yaml } from "./support.js";

/** A list that holds a list of aliases of the list before it, and so on: 10^12 values in 1 kB. */
function aliasBomb(): string {
  const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
  for (let n = 1; n < 12; n++) lines.push(`a${n}: &a${n} [${Array(10).fill(`*a${n - 1}`)}]`);
  return lines.join("\n");
}

/** Each map merges all maps before it. */
function mergeBomb(): string {
  const lines = [`m: &m {${Array.from({ length: 2000 }, (_, n) => `k${n}: 1`).join(", ")}}`];
  for (let n = 0; n < 2000; n++) lines.push(`x${n}: {<<: *m}`);
  return lines.join("\n");
}

/** Nests deeper with every alias, in keys that a later one hides. */
function aliasTower(): string {
  const lines = ["k: 1", "<<: {k: &a0 [x]}"];
  for (let n = 1; n < 20_000; n++) lines.push(`<<: {k: &a${n} [*a${n - 1}]}`);
  return [...lines, "z: *a19999"].join("\n");
}

const deep = "nested deeper than 256 levels";
const long = "the file is too long: more than 500000 tokens";

describe("hostile texts are refused with one diagnostic", () => {
  it.each<[string, () => string, string]>([
    ["alias bomb", aliasBomb, "5:38-5:41 aliases repeat more than 100000 values"],
    ["merge bomb", mergeBomb, "52:11-52:13 aliases repeat more than 100000 values"],
    ["alias tower", aliasTower, "20002:4-20002:11 aliases nest values deeper than 256 levels"],
    ["10,000 nested lists", () => `${"[".repeat(10_000)}${"]".repeat(10_000)}`, `1:257-1:258 ${deep}`],
    ["100,000 open lists", () => "[".repeat(100_000), `1:257-1:258 ${deep}`],
    ["10,000 nested maps", () => "{a: ".repeat(10_000), `1:1025-1:1026 ${deep}`],
    ["10,000 nested block lists", () => `${"- ".repeat(10_000)}x`, `1:513-1:514 ${deep}`],
    ["10,000 nested block lists that end", () => `${"- ".repeat(10_000)}x\ny: @\n`, `1:513-1:514 ${deep}`],
    ["10,000 nested keys", () => `${"? ".repeat(10_000)}x`, `1:513-1:514 ${deep}`],
    [
      "3,000 nested block maps",
      () => Array.from({ length: 3000 }, (_, level) => `${" ".repeat(level)}a:`).join("\n"),
      `257:257-257:258 ${deep}`,
    ],
    ["a million brackets", () => "[]".repeat(1_000_000), `1:500000-1:500000 ${long}`],
    ["a million commas", () => `[${",".repeat(1_000_000)}]`, `1:500000-1:500000 ${long}`],
    ["four million lines", () => "\n".repeat(4_000_000), `500001:1-500001:1 ${long}`],
    ["9 MB of text", () => "a".repeat(9_000_000), "1:1-1:1 the file is larger than 8 MiB"],
  ])("%s", (_, text, expected) => {
    expect(findings(yaml(text()))).toEqual([expected]);
  });

  it.each<[string, () => string, string]>([
    ["10,000 nested lists", () => "[".repeat(10_000), `1:257-1:258 ${deep}`],
    ["10,000 nested maps", () => '{"a":'.repeat(10_000), `1:1281-1:1282 ${deep}`],
    ["9 MB of text", () => `"${"a".repeat(9_000_000)}"`, "1:1-1:1 the file is larger than 8 MiB"],
  ])("JSON: %s", (_, text, expected) => {
    expect(findings(json(text()))).toEqual([expected]);
  });

  it("reports at most 50 mistakes", () => {
    expect(yaml("a: @x\n".repeat(10_000)).diagnostics).toHaveLength(50);
  });

  it("reads big texts that mean no harm", () => {
    const keys = 50_000;
    const source = yaml(Array.from({ length: keys }, (_, n) => `key${n}: "value ${n}"`).join("\n"));
    expect(source.diagnostics).toEqual([]);
    expect(Object.keys(source.value as object)).toHaveLength(keys);
    expect(source.range([`key${keys - 1}`], "value").line).toBe(keys);
    expect(yaml(`a: ${"x".repeat(4_000_000)}`).diagnostics).toEqual([]);
  });

  it("takes other limits", () => {
    expect(findings(yaml("[[1]]", { limits: { maxDepth: 1 } }))).toEqual([
      "1:2-1:3 nested deeper than 1 levels",
    ]);
    expect(findings(yaml("aaaa", { limits: { maxBytes: 3 } }))).toEqual([
      "1:1-1:1 the file is larger than 3 bytes",
    ]);
    expect(findings(yaml("[&a [1], *a]", { limits: { maxAliasedValues: 1 } }))).toEqual([
      "1:10-1:12 aliases repeat more than 1 values",
    ]);
  });
});
