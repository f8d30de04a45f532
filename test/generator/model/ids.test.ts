import { describe, expect, it } from "vitest";
import { diagnose, load, withKind } from "./support.js";

const kinds = (...ids: string[]): string =>
  `version: 1\nkinds:\n${ids.map((id) => `  ${id}: {contract: ./src/contract.ts#Contract}\n`).join("")}`;
const providers = (...ids: string[]): string =>
  withKind("", ids.map((id) => `${id}: {module: ./src/one.ts}`).join("\n"));

describe("ids", () => {
  it.each<[string, string, string[]]>([
    [
      "malformed ids",
      providers("EncoreTs", "under_score", "-x", "1st", "a--b", "'a b'", "ü", "'語'"),
      [
        '6:7 manifest-invalid-id: provider "EncoreTs" is not in kebab-case: a to z, 0 to 9, and single hyphens between them (did you mean "encore-ts"?)',
        '7:7 manifest-invalid-id: provider "under_score" is not in kebab-case: a to z, 0 to 9, and single hyphens between them (did you mean "under-score"?)',
        '8:7 manifest-invalid-id: provider "-x" is not in kebab-case: a to z, 0 to 9, and single hyphens between them (did you mean "x"?)',
        '9:7 manifest-invalid-id: provider "1st" is not in kebab-case: a to z, 0 to 9, and single hyphens between them (did you mean "st"?)',
        '10:7 manifest-invalid-id: provider "a--b" is not in kebab-case: a to z, 0 to 9, and single hyphens between them (did you mean "a-b"?)',
        '11:7 manifest-invalid-id: provider "a b" is not in kebab-case: a to z, 0 to 9, and single hyphens between them (did you mean "a-b"?)',
        '12:7 manifest-invalid-id: provider "ü" is not in kebab-case: a to z, 0 to 9, and single hyphens between them (did you mean "u"?)',
        '13:7 manifest-invalid-id: provider "語" is not in kebab-case: a to z, 0 to 9, and single hyphens between them',
      ],
    ],
    [
      "hostile ids, on one line",
      providers('"*/ alert(1)"', '"a\\nb"', "__proto__", '"${x}"'),
      [
        '6:7 manifest-invalid-id: provider "*/ alert(1)" is not in kebab-case: a to z, 0 to 9, and single hyphens between them (did you mean "alert-1"?)',
        '7:7 manifest-invalid-id: provider "a\\nb" is not in kebab-case: a to z, 0 to 9, and single hyphens between them (did you mean "a-b"?)',
        '8:7 manifest-invalid-id: provider "__proto__" is not in kebab-case: a to z, 0 to 9, and single hyphens between them (did you mean "proto"?)',
        '9:7 manifest-invalid-id: provider "${x}" is not in kebab-case: a to z, 0 to 9, and single hyphens between them (did you mean "x"?)',
      ],
    ],
    [
      "an id that is too long",
      providers("a".repeat(65)),
      ["6:7 manifest-invalid-id: a provider may have at most 64 characters in its id"],
    ],
    [
      "names of generated files and of devices",
      kinds("document", "schemas", "nul"),
      [
        '3:3 manifest-reserved-name: kind "document" has the name of a generated file (choose another id)',
        '4:3 manifest-reserved-name: kind "schemas" has the name of a generated file (choose another id)',
        '5:3 manifest-reserved-name: kind "nul" cannot be a file name on Windows (choose another id)',
      ],
    ],
    [
      "ids that differ in letter case only",
      providers("generic", "Generic"),
      [
        '7:7 manifest-id-collision: the ids "generic" and "Generic" differ only in upper and lower case letters',
      ],
    ],
    [
      "ids that become the same identifier",
      kinds("s3", "s-3"),
      ['4:3 manifest-id-collision: the ids "s3" and "s-3" both become S3 in generated code'],
    ],
    [
      "a virtual id that is a provider's id",
      withKind("routing: {one: {rules: [{use: two}]}}"),
      ['5:15 manifest-duplicate-id: "one" is both a provider and a virtual id'],
    ],
    [
      "types of different kinds that meet",
      "version: 1\nkinds:\n  to: {contract: ./src/contract.ts#Contract, providers: {text: {module: ./src/one.ts}}}\n  to-text: {contract: ./src/contract.ts#Contract}\n",
      [
        '3:58 manifest-id-collision: the config of provider "text" of kind "to" and of kind "to-text" would both be called ToTextConfig in generated code',
      ],
    ],
  ])("reports %s", async (_, manifest, expected) => {
    expect(await diagnose(manifest)).toEqual(expected);
  });

  it("accepts ids that look like properties of every object", async () => {
    expect(await diagnose(providers("constructor", "to-string", "default", "x1"))).toEqual([]);
  });

  it("shows where the other id of a collision is", async () => {
    const { diagnostics } = await load(providers("generic", "Generic"));
    expect(diagnostics[0]?.related).toEqual([
      expect.objectContaining({
        line: 6,
        column: 7,
        message: '"generic" is here',
        file: "providers.manifest.yaml",
      }),
    ]);
  });
});
