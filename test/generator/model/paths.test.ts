import { describe, expect, it } from "vitest";
import { diagnose, load, withKind } from "./support.js";

const one = (fields: string): string => withKind("", `one: {module: ${fields}}`);

describe("paths in a manifest", () => {
  it.each<[string, string, string[]]>([
    [
      "a missing module",
      one("./src/on.ts"),
      [
        '6:21 manifest-module-not-found: the module "./src/on.ts" does not exist (did you mean "./src/one.ts"?)',
      ],
    ],
    [
      "a module with the wrong extension",
      one("./src/one.js"),
      [
        '6:21 manifest-module-not-found: the module "./src/one.js" does not exist (did you mean "./src/one.ts"?)',
      ],
    ],
    [
      "a module without its extension",
      one("./src/one"),
      [
        '6:21 manifest-module-not-found: the module "./src/one" does not exist (did you mean "./src/one.ts"?)',
      ],
    ],
    [
      "a misspelt folder",
      one("./scr/one.ts"),
      [
        '6:21 manifest-module-not-found: the module "./scr/one.ts" does not exist (did you mean "./src/one.ts"?)',
      ],
    ],
    [
      "packages in place of files",
      withKind("", "one: {module: '@acme/one'}\ntwo: {module: acme#two}\nthree: {module: one.ts}").replace(
        /contract: .*/,
        "contract: acme#Storage",
      ),
      [
        '4:15 manifest-contract-not-found: the contract "acme" does not exist (name a module of the project that has it: export type { Storage } from "acme")',
        '6:21 manifest-module-not-found: the module "@acme/one" does not exist (name a module of the project that has it: export { default } from "@acme/one")',
        '7:21 manifest-module-not-found: the module "acme" does not exist (name a module of the project that has it: export { two } from "acme")',
        '8:23 manifest-module-not-found: the module "one.ts" does not exist',
      ],
    ],
    [
      "a folder",
      one("./src/folder"),
      [
        '6:21 manifest-module-not-found: the module "./src/folder" is a folder (did you mean "./src/folder/index.ts"?)',
      ],
    ],
    [
      "wrong letter case, in a file and in a folder",
      withKind("", "one: {module: ./src/One.ts}\ntwo: {module: ./SRC/two.ts}"),
      [
        '6:21 manifest-path-case: the module "./src/One.ts" has other upper and lower case letters on disk (did you mean "./src/one.ts"?)',
        '7:21 manifest-path-case: the module "./SRC/two.ts" has other upper and lower case letters on disk (did you mean "./src/two.ts"?)',
      ],
    ],
    [
      "paths that leave the project",
      withKind(
        "capabilities: ../../etc/passwd",
        "one: {module: ../other/one.ts}\ntwo: {module: ./src/linked.ts}",
      ),
      [
        '5:19 manifest-path-outside: the schema "../../etc/passwd" of the capabilities of kind "storage" leaves the project (the project is the nearest folder upward with a package.json)',
        '7:21 manifest-path-outside: the module "../other/one.ts" leaves the project (the project is the nearest folder upward with a package.json)',
        '8:21 manifest-path-outside: the module "./src/linked.ts" leaves the project through a symbolic link (the project is the nearest folder upward with a package.json)',
      ],
    ],
    [
      "paths that are none",
      withKind(
        "",
        ["''", "/src/one.ts", "'C:/one.ts'", "'.\\src\\one.ts'", "https://x.dev/one.ts", '"./a\\nb.ts"']
          .map((path, index) => `p${index}: {module: ${path}}`)
          .join("\n"),
      ),
      [
        '6:20 manifest-path-invalid: the module "" is empty (give a path relative to the file that it stands in, such as ./src/provider.ts)',
        '7:20 manifest-path-invalid: the module "/src/one.ts" is absolute (give a path relative to the file that it stands in, such as ./src/provider.ts)',
        '8:20 manifest-path-invalid: the module "C:/one.ts" is absolute (give a path relative to the file that it stands in, such as ./src/provider.ts)',
        '9:20 manifest-path-invalid: the module ".\\\\src\\\\one.ts" holds a backslash (write "./src/one.ts")',
        '10:20 manifest-path-invalid: the module "https://x.dev/one.ts" is a URL (give a path relative to the file that it stands in, such as ./src/provider.ts)',
        '11:20 manifest-path-invalid: the module "./a\\nb.ts" holds control characters',
      ],
    ],
    [
      "files that are no modules",
      withKind("", "one: {module: ./src/types.d.ts}\ntwo: {module: ./package.json}"),
      [
        '6:21 manifest-module-type: the module "./src/types.d.ts" is not a TypeScript or JavaScript module',
        '7:21 manifest-module-type: the module "./package.json" is not a TypeScript or JavaScript module',
      ],
    ],
    [
      "names that cannot be exports",
      one("'./src/one.ts#a b'"),
      ['6:21 manifest-export-name: "a b" cannot be the name of an export'],
    ],
    [
      "contracts without a name, or that do not exist",
      "version: 1\nkinds:\n  a: {contract: ./src/contract.ts}\n  b: {contract: ./src/contract.ts#default}\n  c: {contract: ./src/none.ts#C}\n",
      [
        '3:17 manifest-contract-name: the contract must name an exported interface (write "./src/contract.ts#InterfaceName")',
        '4:17 manifest-contract-name: the contract must name an exported interface (write "./src/contract.ts#InterfaceName")',
        '5:17 manifest-contract-not-found: the contract "./src/none.ts" does not exist (did you mean "./src/one.ts"?)',
      ],
    ],
    [
      "file names of the document",
      "version: 1\nkinds: {}\ndocument: {title: T, files: [a.yml, ./A.yml, ../b.yml, /c.yml, '', 'd\\e.yml']}\n",
      [
        '3:37 manifest-duplicate-file: the document\'s file name "./A.yml" is listed twice',
        '3:46 manifest-path-invalid: the document\'s file name "../b.yml" leaves the project (give a name such as stagecraft.yml)',
        '3:56 manifest-path-invalid: the document\'s file name "/c.yml" is absolute (give a name such as stagecraft.yml)',
        '3:64 manifest-path-invalid: the document\'s file name "" is empty (give a name such as stagecraft.yml)',
        '3:68 manifest-path-invalid: the document\'s file name "d\\\\e.yml" holds a backslash (give a name such as stagecraft.yml)',
      ],
    ],
  ])("reports %s", async (_, manifest, expected) => {
    const files = { "src/folder/index.ts": "", "src/types.d.ts": "" };
    expect(await diagnose(manifest, files, { "src/linked.ts": "/outside/one.ts" })).toEqual(expected);
  });

  it("may lead upward inside the project, and through links inside it", async () => {
    const { diagnostics, model } = await load(
      withKind("", "one: {module: src/../src/linked.ts}"),
      {},
      { "src/linked.ts": "/project/src/one.ts" },
    );
    expect(diagnostics).toEqual([]);
    expect(model?.kinds[0]?.providers[0]?.module).toEqual({ path: "./src/linked.ts", exportName: "default" });
  });

  it("are among the inputs, also those of missing files", async () => {
    const { inputs } = await load(withKind("capabilities: ./none.yaml", "one: {module: ./src/one.ts}"));
    expect(inputs).toEqual([
      "/project/none.yaml",
      "/project/providers.manifest.yaml",
      "/project/src/contract.ts",
      "/project/src/one.ts",
    ]);
  });
});
