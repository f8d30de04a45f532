// Bundles the package's entry points into dist/. Declarations come from `tsc` (tsconfig.build.json).
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { rolldown } from "rolldown";
import { copiedHelpers, isCopy } from "./packaging/copied-helpers.mjs";
import { lazyParts, separateFiles } from "./packaging/lazy-parts.mjs";
import { providerEntries, providerModules, writeProviderTypes } from "./packaging/provider-entries.mjs";
import { embeddedPage } from "./page/build.mjs";

const { version } = JSON.parse(readFileSync("package.json", "utf8"));
/** Packages that become part of dist/: what few programs need, and what the command line would load file by file. */
const bundled = ["hono", "@hono/node-server", "picocolors", "yaml"];
const isBundled = (id) => bundled.some((name) => id === name || id.startsWith(`${name}/`));
const kinds = {
  kinds: "src/kinds/index.ts",
  backend: "src/kinds/backend.ts",
  isolation: "src/kinds/isolation.ts",
  migration: "src/kinds/migration.ts",
  voice: "src/kinds/voice.ts",
};
const entries = {
  index: "src/index.ts",
  document: "src/document/index.ts",
  ...kinds,
  ...providerEntries,
  codegen: "generator/codegen.ts",
  testing: "src/testing/index.ts",
  api: "src/api/index.ts",
  cli: "src/cli/bin.ts",
};
const input = {
  platform: "node",
  tsconfig: "tsconfig.json",
  // Node's own modules and every dependency are resolved at run time, so that the install is shared and audited as usual;
  // but for a few.
  external: (id) => !id.startsWith(".") && !id.startsWith("/") && id !== "provc" && !isBundled(id),
  plugins: [embeddedPage, providerModules],
  resolve: {
    mainFields: ["module", "main"],
    // Its modules for browsers, which are ES modules: those for Node.js would be copied whole.
    alias: { yaml: path.resolve("node_modules/yaml/browser/dist/index.js") },
  },
  transform: { target: "es2022", define: { "process.env.PROVC_VERSION": JSON.stringify(version) } },
};

/**
 * The modules that these files have loaded when they start to run: those that they import, but not those that they import
 * lazily. What is loaded together becomes one chunk: a bundler would cut it up along what other entries share, and every
 * file costs a cold start about half a millisecond.
 */
async function loadedBy(files) {
  const bundle = await rolldown({ ...input, input: files });
  const { output } = await bundle.generate({ format: "esm" });
  const chunks = new Map(output.map((chunk) => [chunk.fileName, chunk]));
  const modules = new Set();
  const visit = (name) => {
    const chunk = chunks.get(name);
    for (const id of chunk?.moduleIds ?? []) modules.add(id);
    for (const imported of chunk?.imports ?? []) visit(imported);
  };
  for (const { fileName, isEntry } of output) if (isEntry) visit(fileName);
  return modules;
}

rmSync("dist", { recursive: true, force: true });
const core = await loadedBy([entries.index]);
const codegen = await loadedBy([
  "src/cli/main.ts",
  "src/cli/run-codegen.ts",
  "src/cli/codegen-report.ts",
  entries.codegen,
]);
const compiler = await loadedBy([
  "generator/codegen-pipeline.ts",
  "generator/model/load-model.ts",
  "generator/emit/emit-artefacts.ts",
]);
const commandLine = [path.resolve("generator"), path.resolve("src/cli")].map((folder) => folder + path.sep);
/** Whether a module is of no use to programs that import the package. */
const isOfCommandLine = (id) => commandLine.some((folder) => id.startsWith(folder));
/** Without what its modules import, which others may share. */
const alone = { includeDependenciesRecursively: false };
const bundle = await rolldown({
  ...input,
  input: entries,
  preserveEntrySignatures: "allow-extension", // asked for by what follows; the entries are as they would be without
  plugins: [...input.plugins, copiedHelpers(core), separateFiles(await lazyParts(input, kinds))],
});
await bundle.write({
  dir: "dist",
  format: "esm",
  chunkFileNames: "chunks/[name]-[hash].js",
  // Docstrings are in the declarations; here they would only be read by the parser.
  comments: { jsdoc: false },
  codeSplitting: {
    groups: [
      { name: "core", test: (id) => core.has(id) },
      { name: "helpers", test: isCopy },
      { name: "yaml", test: /node_modules[\\/]yaml[\\/]/ },
      { name: "codegen", test: (id) => codegen.has(id) && isOfCommandLine(id), ...alone },
      { name: "compiler", test: (id) => compiler.has(id) && isOfCommandLine(id), ...alone },
    ],
  },
});
writeProviderTypes("dist/types");
const licences = bundled.map((name) => {
  const file = readdirSync(`node_modules/${name}`).find((one) => /^licen[cs]e/i.test(one));
  return `# ${name}\n\n${file === undefined ? "MIT" : readFileSync(`node_modules/${name}/${file}`, "utf8")}`;
});
writeFileSync("dist/THIRD-PARTY-LICENSES.md", licences.join("\n\n"));
chmodSync("dist/cli.js", 0o755);
