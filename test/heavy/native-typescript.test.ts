import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { filesIn, temporaryFolder, writeTree } from "../support/folders.js";
import { newerNode } from "../support/installed-once.js";
import { installPackage, repository, run } from "./support/installed-package.js";

/** A project that Node runs as it is, without a compiler, and that tsc compiles for those that cannot. */
const workspace = temporaryFolder();
const project = path.join(workspace, "project");
const provc = (...args: string[]): string =>
  run(process.execPath, ["node_modules/provc/dist/cli.js", ...args], project);
const tsc = (...options: string[]): string =>
  run(process.execPath, [path.join(repository, "node_modules/typescript-5.9/bin/tsc"), ...options], project);

const files = {
  "package.json": '{ "name": "native", "private": true, "type": "module" }\n',
  "tsconfig.json": JSON.stringify({
    compilerOptions: {
      target: "es2023",
      module: "nodenext",
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      verbatimModuleSyntax: true,
      erasableSyntaxOnly: true,
      rewriteRelativeImportExtensions: true,
      declaration: true,
      outDir: "dist",
      rootDir: ".",
    },
    include: ["src", "generated", "main.ts"],
    exclude: ["**/*.test.ts"],
  }),
  "providers.manifest.yaml": `version: 1
import-extension: ts
document:
  title: App configuration
  files: [app.yml, app.config.ts]
  schema: {type: object, properties: {name: {type: string}}}
kinds:
  storage:
    contract: ./src/storage.ts#Storage
    config: {at: storage, form: keyed}
    providers:
      disk: {module: ./src/disk.ts, schema: {type: object, required: [folder], properties: {folder: {type: string}}}}
      memory: {module: ./src/memory.mts#memory}
  job:
    contract: ./src/storage.ts#Job
    config: {at: job, form: inline, selector: runner}
    providers: {inline: {module: ./src/job.ts, schema: {type: object, properties: {times: {type: integer, default: 2}}}}}
`,
  "src/storage.ts": `export interface Storage<Config = unknown> {
  create(config: Config): { where(): string };
}
export interface Job<Config = unknown> {
  create(config: Config): number;
}
`,
  "src/disk.ts": `import type { StorageDiskConfig } from "../generated/storage/providers/disk.config.ts";
import type { Storage } from "./storage.ts";
const disk: Storage<StorageDiskConfig> = { create: ({ folder }) => ({ where: () => folder }) };
export default disk;
`,
  "src/memory.mts": `import type { Storage } from "./storage.ts";
export const memory: Storage = { create: () => ({ where: () => "memory" }) };
`,
  "src/job.ts": `import type { JobInlineConfig } from "../generated/job/providers/inline.config.ts";
import type { Job } from "./storage.ts";
const job: Job<JobInlineConfig> = { create: ({ times = 0 }) => times };
export default job;
`,
  "app.config.ts": `import { defineConfig } from "./generated/index.ts";
export default defineConfig({ name: "app", storage: { provider: "disk", providers: { disk: { folder: "./data" } } } });
`,
  "main.ts": `import { loadDocument } from "provc/document";
import { documentDefinition, jobRegistry, storageRegistry } from "./generated/index.ts";
const { value } = await loadDocument(documentDefinition, { file: "app.config.ts" });
const disk = await storageRegistry.create("disk", { folder: "." });
const memory = await storageRegistry.create("memory", {});
console.log(JSON.stringify(value?.storage), disk.where(), memory.where(), await jobRegistry.create("inline", { runner: "inline" }));
`,
};
const output = '{"provider":"disk","providers":{"disk":{"folder":"./data"}}} . memory 2\n';

it("runs natively in Node, and compiled by tsc, with what provc add wrote", () => {
  mkdirSync(project);
  installPackage(workspace, project);
  writeTree(project, files);
  provc("codegen");
  expect(run(newerNode(), ["main.ts"], project)).toBe(output);
  // The command line reads such modules in every version of Node.
  provc("validate", "app.config.ts");
  provc("add", "storage", "second");
  expect(filesIn(path.join(project, "src"))["storage/second/index.ts"]).toContain('from "../../storage.ts"');
  expect(
    run(
      newerNode(),
      ["--input-type=module-typescript", "--eval", 'import "./src/storage/second/index.ts"'],
      project,
    ),
  ).toBe("");
  symlinkSync(
    path.join(repository, "node_modules/@hyperjump"),
    path.join(project, "node_modules/@hyperjump"),
  );
  expect(provc("verify", "--cases", "200")).toContain("200 cases, 0 disagreements");
  tsc("-p", ".");
  cpSync(path.join(project, "generated"), path.join(project, "dist/generated"), {
    recursive: true,
    filter: (file) => !/(?<!\.d)\.ts$/.test(file),
  });
  expect(run(process.execPath, ["dist/main.js"], project)).toBe(output);
});
