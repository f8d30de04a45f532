// Projects of N synthetic providers of one kind, compiled by the built provc and bundled for Node. They stay in the
// system's folder for temporary files, so that the suites share them and the next run finds them.
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { runNodeOrFail } from "./measure.mjs";
import { standaloneModule, standaloneUnion } from "./peers/ajv-standalone.mjs";
import { choiceSchema, providersOf, sampleChoices } from "./synthetic-providers.mjs";

const repository = fileURLToPath(new URL("..", import.meta.url));
export const commandLine = join(repository, "dist/cli.js");
export const emptyScript = fileURLToPath(new URL("empty.mjs", import.meta.url));

const sources = ["synthetic-providers.mjs", "synthetic-project.mjs"].map((name) =>
  readFileSync(new URL(name, import.meta.url)),
);
const edition = createHash("sha256")
  .update(Buffer.concat(sources))
  .update(repository)
  .digest("hex")
  .slice(0, 8);
const placement = {
  inline: "{at: engine, form: inline, selector: engine}",
  keyed: "{at: engine, form: keyed, selector: provider, map: providers}",
};

/** Runs the built command line; fails loudly when it fails. */
export const provc = (folder, args) => runNodeOrFail([commandLine, ...args], { cwd: folder, limit: 900_000 });

/**
 * The command line of a provc that is installed in a project, and not linked: provc looks at its own code only where it is
 * worked on.
 */
export function installedCommandLine(folder) {
  const installed = join(folder, "node_modules/provc");
  rmSync(installed, { recursive: true, force: true });
  mkdirSync(installed, { recursive: true });
  for (const path of ["dist", "package.json"])
    cpSync(join(repository, path), join(installed, path), { recursive: true });
  symlinkSync(join(repository, "node_modules"), join(installed, "node_modules"));
  return join(installed, "dist/cli.js");
}

/** Writes the sources of a project; returns its folder. Nothing is compiled. */
export function writeProject(count, form = "inline", name = form) {
  const folder = join(tmpdir(), "provc-bench", `${edition}-${name}-${count}`);
  if (existsSync(join(folder, "providers.manifest.yaml"))) return folder;
  rmSync(folder, { recursive: true, force: true });
  for (const path of ["providers", "node_modules"]) mkdirSync(join(folder, path), { recursive: true });
  symlinkSync(repository, join(folder, "node_modules/provc"));
  // What ajv calls standalone still requires its run time.
  symlinkSync(join(repository, "bench/node_modules/ajv"), join(folder, "node_modules/ajv"));
  const write = (path, text) => writeFileSync(join(folder, path), text);
  write("package.json", JSON.stringify({ name: "bench", private: true, type: "module" }));
  write("engine.ts", "export interface Engine { readonly id: string }\n");
  const entries = providersOf(count).map(({ id, schema }, index) => {
    write(`providers/${id}.json`, JSON.stringify(schema));
    write(`providers/${id}.ts`, `export default { id: "${id}" };\n`);
    const lines = [`title: Provider ${index}`, `description: Synthetic provider ${index}.`];
    lines.push(`module: ./providers/${id}.ts`, `schema: ./providers/${id}.json`);
    return [`      ${id}:`, ...lines.map((line) => `        ${line}`)].join("\n");
  });
  const kind = `    title: Engine
    description: Synthetic engines.
    noun: provider
    contract: ./engine.ts#Engine
    config: ${placement[form]}
    providers:
${entries.join("\n")}
`;
  write("samples.json", JSON.stringify(sampleChoices(count)));
  write("providers.manifest.yaml", `version: 1\nkinds:\n  engine:\n${kind}`);
  return folder;
}

/** A compiled and bundled project, with the modules that ajv makes of the same schemas. */
export async function compiledProject(count, form = "inline") {
  const folder = writeProject(count, form);
  await provc(folder, ["codegen"]);
  writeFileSync(join(folder, "schemas.json"), JSON.stringify(providersOf(count)));
  await bundleRegistry(folder);
  if (form === "inline") writeAjvModules(folder, count);
  return folder;
}

async function bundleRegistry(folder) {
  rmSync(join(folder, "bundle"), { recursive: true, force: true });
  const bundle = await rolldown({
    input: join(folder, "generated/engine/registry.ts"),
    platform: "node",
    resolve: { alias: { provc: join(repository, "dist/index.js") } },
    external: /^node:/,
  });
  await bundle.write({
    dir: join(folder, "bundle"),
    format: "esm",
    entryFileNames: "[name].mjs",
    chunkFileNames: "[name]-[hash].mjs",
  });
}

/** Of the union up to a thousand providers, which already takes seconds; and of those that the samples are of. */
function writeAjvModules(folder, count) {
  for (const name of ["ajv", "ajv-all"]) mkdirSync(join(folder, name), { recursive: true });
  const used = new Set(
    JSON.parse(readFileSync(join(folder, "samples.json"), "utf8")).map(({ engine }) => engine),
  );
  for (const provider of providersOf(count).filter(({ id }) => used.has(id))) {
    const schema = choiceSchema(provider);
    writeFileSync(join(folder, "ajv", `${provider.id}.cjs`), standaloneModule(schema));
    writeFileSync(
      join(folder, "ajv-all", `${provider.id}.cjs`),
      standaloneModule(schema, { allErrors: true }),
    );
  }
  const union = join(folder, "ajv/union.cjs");
  if (count <= 1000 && !existsSync(union)) writeFileSync(union, standaloneUnion(providersOf(count)));
}
