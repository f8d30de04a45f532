import { describe, expect, it } from "vitest";
import { loadModel } from "../../../generator/model/load-model.js";
import { diagnose, load, noContracts, projectReader, withKind } from "./support.js";

describe("the manifest as such", () => {
  it("is accepted in its smallest form", async () => {
    expect(await diagnose(withKind(""))).toEqual([]);
    expect(await diagnose("version: 1\nkinds: {}\n")).toEqual([]);
  });

  it.each<[string, string, string[]]>([
    [
      "nothing at all",
      "",
      [
        "1:1 manifest-invalid: the manifest must be a mapping, got null (`provc init` writes a first one in an empty folder)",
      ],
    ],
    [
      "a list",
      "- 1\n",
      [
        "1:1 manifest-invalid: the manifest must be a mapping, got a list (`provc init` writes a first one in an empty folder)",
      ],
    ],
    [
      "missing parts",
      "kinds:\n  storage:\n    title: x\n",
      [
        "1:1 manifest-version: version is required (this provc reads version 1 of the manifest)",
        "2:3 manifest-invalid: kinds.storage.contract is required",
      ],
    ],
    [
      "another version",
      "version: 2\nkinds: {}\n",
      ["1:10 manifest-version: version must be 1 (this provc reads version 1 of the manifest)"],
    ],
    [
      "unknown and misspelt fields",
      withKind("tittle: x\nconfig: {at: a, form: inline, selecter: y}"),
      [
        '5:5 manifest-unknown-field: unknown field "tittle" in kinds.storage; did you mean "title"?',
        '6:35 manifest-unknown-field: unknown field "selecter" in kinds.storage.config; did you mean "selector"?',
      ],
    ],
    [
      "wrong types and values",
      withKind("title: [a]\non-duplicate: overide\nconfig: {at: a..b, form: inlin}", "one: {module: 5}"),
      [
        "5:12 manifest-invalid: kinds.storage.title must be a string, got a list",
        '6:19 manifest-invalid: kinds.storage.on-duplicate must be one of: error, override, first (did you mean "override"?)',
        "7:18 manifest-invalid: kinds.storage.config.at must be a dotted path of field names, such as databases.*.migrations",
        '7:30 manifest-invalid: kinds.storage.config.form must be one of: keyed, inline (did you mean "inline"?)',
        '9:21 manifest-invalid: kinds.storage.providers.one.module must be a string, got a number (write it in quotes: "5")',
      ],
    ],
    [
      "requirements that are no version ranges",
      withKind(
        "",
        "one: {module: ./src/one.ts, requires: {npm: {pg: 8, 'Not A Name': '1'}, commands: ['docker run']}}",
      ),
      [
        '6:56 manifest-invalid: kinds.storage.providers.one.requires.npm.pg must be a string, got a number (write it in quotes: "8")',
        '6:59 manifest-invalid: "Not A Name" in kinds.storage.providers.one.requires.npm is not the name of an npm package',
        "6:90 manifest-invalid: kinds.storage.providers.one.requires.commands[0] must be the name of a command, without path and arguments",
      ],
    ],
    [
      "duplicate keys, alone, because the rest cannot be trusted",
      withKind("titel: x", "one: {module: ./src/one.ts}\none: {module: ./src/two.ts}"),
      [expect.stringMatching(/^8:7 syntax: .*one/) as unknown as string],
    ],
  ])("reports %s", async (_, manifest, expected) => {
    expect(await diagnose(manifest)).toEqual(expected);
  });

  it("reports all that is wrong at once, in the order of the places", async () => {
    const found = await diagnose(
      withKind(
        "noun: '!'\ncapabilities: ./none.yaml",
        "One: {module: ./src/none.ts}\ntwo: {module: ../two.ts, nope: 1}",
      ),
    );
    expect(found.map((line) => line.split(": ")[0])).toEqual([
      "5:11 manifest-invalid",
      "6:19 manifest-schema-not-found",
      "8:7 manifest-invalid-id",
      "8:21 manifest-module-not-found",
      "9:21 manifest-path-outside",
      "9:32 manifest-unknown-field",
    ]);
  });

  it("names the kind and the provider, and gives a pointer", async () => {
    const { diagnostics } = await load(withKind("", "one: {module: ./src/one.ts, x: 1}"));
    expect(diagnostics).toMatchObject([
      { kind: "storage", provider: "one", path: "/kinds/storage/providers/one/x", severity: "error" },
    ]);
  });

  it("says what to do when there is no manifest, or no file of that name", async () => {
    const load = (manifestPath: string) =>
      loadModel({ manifestPath, cwd: "/project", files: projectReader({}), checkContracts: noContracts });
    expect(await load("none.yaml")).toEqual({
      inputs: ["/project/none.yaml"],
      diagnostics: [
        expect.objectContaining({
          code: "manifest-not-found",
          message: 'the manifest "none.yaml" does not exist',
          file: "none.yaml",
          line: 1,
          column: 1,
          hint: "`provc init` writes one; --manifest names another file",
        }),
      ],
    });
    const [diagnostic] = (await load("src")).diagnostics;
    expect(diagnostic).toMatchObject({
      code: "manifest-unreadable",
      message: 'the manifest "src" is a folder',
    });
  });

  it("ignores fields that start with x-", async () => {
    expect(await diagnose(`x-anchors: {a: &a {module: ./src/one.ts}}\n${withKind("", "one: *a")}`)).toEqual(
      [],
    );
  });
});
