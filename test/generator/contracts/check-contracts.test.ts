import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type LoadedModel, loadModel } from "../../../generator/model/load-model.js";
import { temporaryFolder } from "../../support/folders.js";

const contract = "export interface Storage { readonly name: string; open(path: string): Promise<void> }\n";
const good = 'export default { name: "x", open: async (path: string) => void path };\n';

const lines = (found: LoadedModel): string[] =>
  found.diagnostics.map(({ file, line, column, code, message, hint }) => {
    return `${file}:${line}:${column} ${code}: ${message}${hint === undefined ? "" : ` (${hint})`}`;
  });

describe("the contract of a kind, in a project without tsconfig and with all sorts of modules", () => {
  let folder: string;
  let found: LoadedModel;

  beforeAll(async () => {
    const providers = {
      good: "./src/good.ts",
      named: "./src/several.ts#second",
      javascript: "./src/javascript.mjs",
      commonjs: "./src/commonjs.cjs",
      "missing-export": "./src/several.ts#secnd",
      "missing-default": "./src/several.ts",
      "type-only": "./src/several.ts#Only",
      "no-module": "./src/script.ts",
      "missing-method": "./src/missing-method.ts",
      "wrong-type": "./src/wrong-type.ts",
      "wrong-javascript": "./src/wrong.js",
      broken: "./src/broken.ts",
      careless: "./src/careless.ts",
    };
    folder = temporaryFolder({
      "package.json": "{}",
      "providers.manifest.yaml": [
        "version: 1",
        "kinds:",
        "  storage:",
        "    contract: ./src/contract.ts#Storage",
        "    providers:",
        ...Object.entries(providers).map(([id, module]) => `      ${id}: {module: "${module}"}`),
        "  missing:",
        "    contract: ./src/contract.ts#Storag",
        "  generic:",
        "    contract: ./src/generic.ts#Generic",
        "  value:",
        "    contract: ./src/several.ts#first",
        "",
      ].join("\n"),
      "src/contract.ts": contract,
      "src/generic.ts": "export interface Generic<T> { value: T }\n",
      "src/good.ts":
        'import { helper } from "./helper.js";\nimport type { Storage } from "./contract.js";\nconst storage: Storage = helper;\nexport default storage;\n',
      "src/helper.ts":
        'import "provc";\nexport const helper = { name: "x", open: async (path: string): Promise<void> => void path };\n',
      "src/several.ts": `${good.replace("export default", "const shared =")}export const first = shared;\nexport const second = shared;\nexport type Only = typeof shared;\n`,
      "src/javascript.mjs": good.replace(": string", ""),
      "src/commonjs.cjs": good.replace("export default", "module.exports =").replace(": string", ""),
      "src/script.ts": "const nothing = 1;\n",
      "src/missing-method.ts": 'export default { name: "x" };\n',
      "src/wrong-type.ts": "export default { name: 5, open: async (): Promise<void> => {} };\n",
      "src/wrong.js": "export default { name: 'x', open: 5 };\n",
      "src/broken.ts": "export default { name: 'x', open( };\n",
      // Wrong in itself, but what it exports is right: that is for the project's own compiler to find.
      "src/careless.ts": `const wrong: number = "text"; import "./gone.js";\n${good}`,
    });
    found = await loadModel({ manifestPath: "providers.manifest.yaml", cwd: folder });
  }, 60_000);

  it("is checked for every provider, with TypeScript's reasons in words, at the manifest's lines", () => {
    expect(lines(found)).toEqual([
      'providers.manifest.yaml:10:32 manifest-export-not-found: "./src/several.ts" has no export "secnd" (did you mean "./src/several.ts#second"?)',
      'providers.manifest.yaml:11:33 manifest-export-not-found: "./src/several.ts" has no default export (the module exports: [first second])',
      'providers.manifest.yaml:12:27 manifest-export-not-found: the export "Only" of "./src/several.ts" is a type, not a value',
      'providers.manifest.yaml:13:27 manifest-export-not-found: "./src/script.ts" has no default export (the module exports no value)',
      `providers.manifest.yaml:14:32 manifest-contract-not-implemented: provider "missing-method" does not implement Storage: Property 'open' is missing in type '{ name: string; }' but required in type 'Storage'`,
      `providers.manifest.yaml:15:28 manifest-contract-not-implemented: provider "wrong-type" does not implement Storage: Types of property 'name' are incompatible: Type 'number' is not assignable to type 'string'`,
      `providers.manifest.yaml:16:34 manifest-contract-not-implemented: provider "wrong-javascript" does not implement Storage: Types of property 'open' are incompatible: Type 'number' is not assignable to type '(path: string) => Promise<void>'`,
      'providers.manifest.yaml:17:24 manifest-module-syntax: "./src/broken.ts" has a syntax error: Parameter declaration expected',
      'providers.manifest.yaml:20:15 manifest-contract-export-not-found: "./src/contract.ts" has no export "Storag" (did you mean "./src/contract.ts#Storage"?)',
      "providers.manifest.yaml:22:15 manifest-contract-invalid: Generic cannot be used as a contract: Generic type 'Generic<T>' requires 1 type argument(s) (a contract is an interface or a type, without type parameters)",
      'providers.manifest.yaml:24:15 manifest-contract-export-not-found: the export "first" of "./src/several.ts" is a value, not a type',
    ]);
  });

  it("names places that help, relative to the working directory", () => {
    const related = new Map(found.diagnostics.map(({ provider, related }) => [provider, related]));
    expect(related.get("missing-method")).toEqual([
      {
        file: "src/missing-method.ts",
        line: 1,
        column: 1,
        endLine: 1,
        endColumn: 30,
        message: "the provider is exported here",
      },
      {
        file: "src/contract.ts",
        line: 1,
        column: 51,
        endLine: 1,
        endColumn: 84,
        message: "'open' is declared here",
      },
    ]);
    expect(related.get("broken")).toContainEqual(expect.objectContaining({ file: "src/broken.ts", line: 1 }));
    expect(JSON.stringify(found.diagnostics)).not.toContain(folder);
  });

  it("depends on the modules and on what they import from the project", () => {
    const inputs = found.inputs.map((path) => path.slice(folder.length + 1));
    expect(inputs).toEqual(
      expect.arrayContaining([
        "providers.manifest.yaml",
        "src/contract.ts",
        "src/good.ts",
        "src/helper.ts",
        "src/wrong.js",
      ]),
    );
    expect(inputs.filter((path) => /virtual|node_modules|\.\./.test(path))).toEqual([]);
    expect(found.inputs).toEqual([...found.inputs].sort());
  });
});

it("uses the project's compiler options, also inherited ones, and packages of its node_modules", async () => {
  const folder = temporaryFolder({
    "package.json": '{"type": "module"}',
    "tsconfig.base.json":
      '{"compilerOptions": {"strict": true, "paths": {"@app/*": ["./source/*"]}, "target": "es2022"}}',
    "tsconfig.json":
      '{"extends": "./tsconfig.base.json", "compilerOptions": {"module": "nodenext", "composite": true, "outDir": "dist", "isolatedDeclarations": true}, "include": ["none"]}',
    "node_modules/acme/package.json": '{"name": "acme", "exports": {"types": "./index.d.ts"}}',
    "node_modules/acme/index.d.ts": "export interface Opener { open(): 1 }\n",
    "node_modules/@types/own/package.json": '{"name": "@types/own", "types": "index.d.ts"}',
    "node_modules/@types/own/index.d.ts": "declare namespace Own { type Name = 'own' }\n",
    "source/contract.ts":
      'import type { Opener } from "acme";\nexport interface Contract extends Opener { name?: Own.Name }\n',
    "source/good.ts":
      'import type { Contract } from "@app/contract.js";\nexport const good: Contract = { open: () => 1 };\n',
    "source/bad.ts": "export const bad = { open: () => 2 as const };\n",
    "source/ill.ts": "export const ill = { open: () => 1 as const, name: 'x' as const };\n",
    "config/manifest.yaml":
      "version: 1\nkinds:\n  a:\n    contract: ../source/contract.ts#Contract\n    providers:\n      good: {module: ../source/good.ts#good}\n      bad: {module: ../source/bad.ts#bad}\n      ill: {module: ../source/ill.ts#ill}\n",
  });
  const link = join(temporaryFolder(), "link");
  symlinkSync(folder, link);
  const found = await loadModel({ manifestPath: "config/manifest.yaml", cwd: link });
  expect(lines(found)).toEqual([
    "config/manifest.yaml:7:21 manifest-contract-not-implemented: provider \"bad\" does not implement Contract: The types returned by 'open()' are incompatible between these types: Type '2' is not assignable to type '1'",
    `config/manifest.yaml:8:21 manifest-contract-not-implemented: provider "ill" does not implement Contract: Types of property 'name' are incompatible: Type '"x"' is not assignable to type '"own"'`,
  ]);
  expect(found.inputs.map((path) => path.replace(`${link}/`, "").replace(`${folder}/`, ""))).toEqual(
    expect.arrayContaining(["tsconfig.base.json", "tsconfig.json", "source/contract.ts", "source/good.ts"]),
  );
}, 60_000);

it("calls a contract by its own name where it has type parameters", async () => {
  const folder = temporaryFolder({
    "contract.ts": "export interface Contract<Config = unknown> { create(config: Config): void }\n",
    "number.ts": "export default 5;\n",
    "providers.manifest.yaml":
      "version: 1\nkinds:\n  a:\n    contract: ./contract.ts#Contract\n    providers:\n      number: {module: ./number.ts}\n",
  });
  expect(lines(await loadModel({ manifestPath: "providers.manifest.yaml", cwd: folder }))).toEqual([
    `providers.manifest.yaml:6:24 manifest-contract-not-implemented: provider "number" does not implement Contract: Type 'number' is not assignable to type 'Contract'`,
  ]);
});
