// Bundles the package's entry points into dist/. Declarations come from `tsc` (tsconfig.build.json).
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { rolldown } from "rolldown";
import { copiedHelpers, isCopy } from "./packaging/copied-helpers.mjs";
import { lazyParts, separateFiles } from "./packaging/lazy-parts.mjs";
import { providerEntries, providerModules, writeProviderTypes } from "./packaging/provider-entries.mjs";
import { embeddedPage } from "./page/build.mjs";

const { version } = JSON.parse(readFileSync("package.json", "utf8"));
/** Packages that become part of dist/, so that nobody has to install them: small, and needed by few programs. */
const bundled = ["hono", "@hono/node-server"];
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
  resolve: { mainFields: ["module", "main"] },
  transform: { target: "es2022", define: { "process.env.PROVC_VERSION": JSON.stringify(version) } },
};

/**
 * The modules that `import "provc"` loads. They become one chunk: a bundler would cut them up along what other entries
 * share, and every file costs a cold start about half a millisecond.
 */
async function coreModules() {
  const bundle = await rolldown({ ...input, input: { index: entries.index } });
  const { output } = await bundle.generate({ format: "esm" });
  const chunks = new Map(output.map((chunk) => [chunk.fileName, chunk]));
  const core = new Set();
  const visit = (name) => {
    const chunk = chunks.get(name);
    for (const id of chunk?.moduleIds ?? []) core.add(id);
    for (const imported of chunk?.imports ?? []) visit(imported);
  };
  visit("index.js");
  return core;
}

rmSync("dist", { recursive: true, force: true });
const core = await coreModules();
const bundle = await rolldown({
  ...input,
  input: entries,
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
