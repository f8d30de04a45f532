// Bundles the package's entry points into dist/. Declarations come from `tsc` (tsconfig.build.json).
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { rolldown } from "rolldown";
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
 * The modules that some entries load at once. They become one chunk: a bundler would cut them up along what other entries
 * share, and every file costs a cold start about half a millisecond.
 */
async function modulesOf(entries) {
  const bundle = await rolldown({ ...input, input: entries });
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
/** What `import "provc"` loads. */
const core = await modulesOf({ index: entries.index });
/** What `provc codegen` loads when nothing has changed; the words for the user apart, for programs that call it. */
const codegen = await modulesOf({
  cli: entries.cli,
  run: "src/cli/run-codegen.ts",
  codegen: entries.codegen,
});
const report = await modulesOf({ report: "src/cli/codegen-report.ts" });
// The entry itself runs what it loads.
for (const id of codegen) if (id.endsWith(entries.cli)) codegen.delete(id);
const bundle = await rolldown({
  ...input,
  input: entries,
  plugins: [...input.plugins, separateFiles(await lazyParts(input, kinds))],
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
      { name: "codegen", test: (id) => codegen.has(id) },
      { name: "codegen-report", test: (id) => report.has(id) },
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
