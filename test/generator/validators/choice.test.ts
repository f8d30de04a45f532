import { spawnSync } from "node:child_process";
import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import { codegen } from "../../../generator/codegen.js";
import type { CodegenOptions } from "../../../generator/codegen-result.js";
import { temporaryFolder, writeTree } from "../../support/folders.js";
import { sampleProject } from "../codegen/sample-project.js";

const repository = dirname(fileURLToPath(new URL("../../../package.json", import.meta.url)));

function project(): string {
  const root = temporaryFolder();
  writeTree(root, { ...sampleProject, "node_modules/.keep": "" });
  symlinkSync(repository, join(root, "node_modules/provc"));
  return root;
}

it("the flag makes codegen compile again, and is part of what --check compares", async () => {
  const root = project();
  const run = (options: Partial<CodegenOptions>) =>
    codegen({ manifestPath: "providers.manifest.yaml", outDir: "generated", cwd: root, ...options });
  const validator = (): string =>
    readFileSync(join(root, "generated/cache/providers/redis.validator.js"), "utf8");
  expect(await run({})).toMatchObject({ ok: true, cached: false });
  const own = validator();
  expect(own).toContain("export function failures");
  expect(await run({})).toMatchObject({ ok: true, cached: true });
  expect(await run({ check: true, validators: "ajv" })).toMatchObject({ ok: false });
  expect(await run({ validators: "ajv" })).toMatchObject({ ok: true, cached: false });
  expect(validator()).not.toContain("failures");
  expect(await run({ check: true, validators: "ajv" })).toMatchObject({ ok: true });
  expect(await run({ check: true })).toMatchObject({ ok: false });
  expect(await run({ validators: "auto" })).toMatchObject({ ok: true, cached: false });
  expect(validator()).toBe(own);
});

it("ajv is loaded only for schemas that need it", () => {
  const folder = temporaryFolder();
  const record = join(folder, "modules");
  const source = (path: string): string => pathToFileURL(join(repository, path)).href;
  const script = join(folder, "compile.mjs");
  writeFileSync(
    script,
    `const { validateSchema } = await import(${JSON.stringify(source("generator/emit/emit-validators.ts"))});
const { backend } = await validateSchema(JSON.parse(process.argv[2]));
console.log(backend);\n`,
  );
  const backendAndModules = (schema: object): [backend: string, loadsAjv: boolean] => {
    writeFileSync(record, "");
    const preload = source("test/generator/codegen/fixtures/record-modules.mjs");
    const args = ["--import", source("node_modules/tsx/dist/esm/index.mjs"), "--import", preload, script];
    const run = spawnSync(process.execPath, [...args, JSON.stringify(schema)], {
      cwd: repository,
      encoding: "utf8",
      env: { ...process.env, RECORD_MODULES: record },
    });
    expect(run.stderr).toBe("");
    const modules = readFileSync(record, "utf8");
    expect(modules).toContain("emit-validators");
    return [run.stdout.trim(), modules.includes("node_modules/ajv/")];
  };
  const plain = { type: "object", properties: { a: { format: "uri" } }, required: ["a"] };
  expect(backendAndModules(plain)).toEqual(["provc", false]);
  expect(backendAndModules({ ...plain, unevaluatedProperties: false })).toEqual(["provc", false]);
  const anchored = { $ref: "#here", $defs: { here: { ...plain, $anchor: "here" } } };
  expect(backendAndModules(anchored)).toEqual(["ajv", true]);
});
