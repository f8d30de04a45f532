import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { misspellingPattern, misspellingsOf } from "../../src/diagnostics/misspelling.js";
import { closest } from "../../src/diagnostics/suggest.js";

const letters = fc.constantFrom("a", "b", "B", "_", "-", ".", "é", "😀");
/** Words of few letters are often alike. */
const word = fc.string({ unit: letters, minLength: 1, maxLength: 7 });
const longWord = fc
  .array(fc.constantFrom("a", "b", "B", "_", ".", "é"), { minLength: 6, maxLength: 24 })
  .map((parts) => parts.join(""));
const edit = fc.record({
  seed: fc.nat(),
  way: fc.constantFrom("drop", "insert", "replace", "append"),
  letter: fc.constantFrom("a", "z", "0", "$"),
});
type Edit = typeof edit extends fc.Arbitrary<infer Made> ? Made : never;

function edited(name: string, { seed, way, letter }: Edit): string {
  const parts = [...name];
  const at = seed % parts.length;
  if (way === "drop") return parts.toSpliced(at, 1).join("");
  if (way === "append") return name + letter;
  return parts.toSpliced(at, way === "replace" ? 1 : 0, letter).join("");
}

const swapped = (name: string, seed: number): string => {
  const parts = [...name];
  const at = seed % parts.length;
  return parts.toSpliced(at, 2, parts[at + 1] ?? "", parts[at] ?? "").join("");
};

const isTaken = (misspelt: string, name: string): boolean =>
  misspelt === name || misspellingsOf(name)(misspelt);

describe("misspellings of a name", () => {
  it.each([
    ["url", ["ur", "rl", "urll", "uurl", "uri", "ulr", "URL", "Url"], ["url2x", "name", "u", "lru", "curls"]],
    ["id", ["i", "d", "di", "ids", "Id"], ["x", "name", "ab"]],
    ["x", ["X"], ["y", "xy", ""]],
    ["a.b", ["a.bb", "ab"], ["axxb", "b"]],
    [
      "engine",
      ["engin", "enigne", "emgime", "egnine", "nigine", "ENGINE"],
      ["enabled", "region", "machine", "enum"],
    ],
    ["command", ["comand", "commnad", "coamnd", "kommant"], ["container", "comment_of", "colour", "and"]],
    [
      "schema_path",
      ["schemapath", "schema-path", "SchemaPth", "shcema_ptah", "schma_pth", "schemaPath", "SCHEMA_PATH"],
      ["schema", "path", "config_file", "file_path", "schema_paths_of"],
    ],
    ["maxRetries", ["max_retries", "maxTries", "MaxRetrys", "maxRetrie"], ["tries", "maximum", "replicas"]],
    [
      "entrypoint",
      ["entrypiont", "entypont", "entry_point", "EntryPont"],
      ["endpoint_url", "entry", "point"],
    ],
  ])("of %s", (name, misspelt, others) => {
    const isMisspelt = misspellingsOf(name);
    expect(misspelt.filter((other) => !isMisspelt(other))).toEqual([]);
    expect(others.filter(isMisspelt)).toEqual([]);
  });

  it("are all words with one letter more, less, other, or swapped with its neighbour", () => {
    fc.assert(
      fc.property(fc.oneof(word, longWord), edit, fc.nat(), (name, made, seed) => {
        if ([...name].length < 2) return;
        for (const misspelt of [edited(name, made), swapped(name, seed)])
          expect(isTaken(misspelt, name), misspelt).toBe(true);
      }),
    );
  });

  it("are, from six letters on, all words with two such mistakes", () => {
    fc.assert(
      fc.property(longWord, edit, edit, (name, first, second) => {
        const misspelt = edited(edited(name, first), second);
        expect(isTaken(misspelt, name), misspelt).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it("are what a suggestion is made for, up to three mistakes in up to eleven letters", () => {
    const name = fc.string({ unit: fc.constantFrom(..."abcde"), minLength: 3, maxLength: 11 });
    fc.assert(
      fc.property(name, fc.array(edit, { maxLength: 2 }), (right, edits) => {
        const misspelt = edits.reduce((text, made) => (text === "" ? text : edited(text, made)), right);
        // More mistakes are forgiven a longer word, and here a longer name.
        if (misspelt.length > right.length || closest(misspelt, [right]) !== right) return;
        expect(isTaken(misspelt, right), misspelt).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("are no longer for long names", () => {
    expect(misspellingPattern("maximum_number_of_connections").length).toBeLessThan(400);
    expect(misspellingPattern("entrypoint").length).toBeLessThan(350);
  });

  it("are known at once, however long the word is", () => {
    const start = process.cpuUsage();
    for (const name of ["entrypoint", "maximum_number_of_connections", "aaaaaaaaaaaaaaaaaaaaaaaa"])
      for (const unit of ["a", "e", "entr"]) misspellingsOf(name)(unit.repeat(100_000));
    expect(process.cpuUsage(start).user).toBeLessThan(1_000_000);
  });
});
