import { posix } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { emitArtefacts } from "../../../generator/emit/emit-artefacts.js";
import type { Model } from "../../../generator/model/model.js";
import { temporaryFolder } from "../../support/folders.js";
import { modelOf, withKind } from "../model/support.js";
import { buildModel } from "./fixtures/build-model.js";
import { shapesModel } from "./fixtures/shapes.js";
import { stagecraft } from "./fixtures/stagecraft.js";
import { runTsc, writeProject } from "./type-script.js";

vi.setConfig({ testTimeout: 120_000 });

const config = { at: ["many"], form: "keyed", selector: "provider", map: "providers" } as const;
/** A kind with a module for each of these extensions, and so many providers that their imports are on pages. */
function kindOf(...extensions: readonly string[]): Model {
  const modules = [...extensions, ...Array<string>(50).fill("ts")].map(
    (extension) => `./src/one.${extension}`,
  );
  const providers = modules.map((path, index) => [
    `p${index}`,
    { schema: {}, module: { path, exportName: "default" } },
  ]);
  const contract = { path: "./src/contract.d.ts", exportName: "Many" };
  return buildModel({ many: { config, contract, providers: Object.fromEntries(providers) } });
}
const paged = kindOf("ts", "mts", "cts", "tsx", "js", "mjs", "cjs");

const filesOf = async (model: Model): Promise<Map<string, string>> =>
  new Map((await emitArtefacts(model)).map(({ path, content }) => [path, content]));

const relativeImport = /(?<=(?:from |import\())"(\.[^"]*)"/g;

describe.each(Object.entries({ paged, shapesModel, stagecraft }))(
  "with import-extension: ts, %s",
  (_, model) => {
    it("imports modules as the files that they are, and is the same otherwise", async () => {
      const usual = await filesOf(model);
      const native = await filesOf({ ...model, importExtension: "ts" });
      expect([...native.keys()]).toEqual([...usual.keys()]);
      const project = new Set(
        model.kinds
          .flatMap(({ contract, providers }) => [contract, ...providers.map(({ module }) => module)])
          .map(({ path }) => posix.join("..", path)),
      );
      for (const [path, text] of native) {
        for (const [, specifier = ""] of text.matchAll(relativeImport)) {
          const file = posix.join(posix.dirname(path), specifier);
          expect(native.has(file) || project.has(file), `${path} imports ${specifier}`).toBe(true);
        }
        const compiled = text.replace(relativeImport, (quoted) =>
          quoted.replace(/\.([mc]?)tsx?"$/, '.$1js"'),
        );
        expect(compiled, path).toBe(usual.get(path));
      }
    });
  },
);

it("is what the manifest says", async () => {
  const manifest = withKind("");
  expect((await modelOf(manifest)).importExtension).toBe("js");
  expect((await modelOf(`import-extension: ts\n${manifest}`)).importExtension).toBe("ts");
  await expect(modelOf(`import-extension: none\n${manifest}`)).rejects.toThrow("import-extension");
});

it("type-checks where tsc rewrites the extensions, and where it emits nothing", async () => {
  const folder = temporaryFolder();
  const files = await filesOf({ ...kindOf("ts", "mts"), importExtension: "ts" });
  const generated = [...files].map(([path, content]) => ({ path: `generated/${path}`, content }));
  const content = "const one = { id: 1 };\nexport default one;\n";
  writeProject(folder, [
    ...generated,
    { path: "src/contract.d.ts", content: "export interface Many { readonly id: number }\n" },
    { path: "src/one.ts", content },
    { path: "src/one.mts", content },
  ]);
  for (const option of ["--rewriteRelativeImportExtensions", "--allowImportingTsExtensions"]) {
    expect((await runTsc("typescript-7", folder, option)).findings, option).toEqual([]);
  }
});
