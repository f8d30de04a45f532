// A project of N synthetic providers of one inline kind, compiled by the built provc and bundled for Node.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { sampleChoices, syntheticProvider } from "./synthetic-providers.mjs";

const repository = fileURLToPath(new URL("..", import.meta.url));
export const commandLine = join(repository, "dist/cli.js");

/** Runs the built command line; fails loudly when it fails. */
export function provc(folder, args) {
  const run = spawnSync(process.execPath, [commandLine, ...args], { cwd: folder, encoding: "utf8" });
  if (run.status !== 0) throw new Error(`provc ${args.join(" ")} failed:\n${run.stdout}${run.stderr}`);
  return run.stdout;
}

/** Writes the project, compiles it and bundles its registry to `registry.mjs`. */
export async function createProject(count) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `provc-bench-${count}-`)));
  mkdirSync(join(folder, "providers"));
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(repository, join(folder, "node_modules/provc"));
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ name: "bench", private: true, type: "module" }),
  );
  writeFileSync(join(folder, "engine.ts"), "export interface Engine { readonly id: string }\n");
  const entries = Array.from({ length: count }, (_, index) => {
    const { id, schema } = syntheticProvider(index);
    writeFileSync(join(folder, `providers/${id}.json`), JSON.stringify(schema));
    writeFileSync(join(folder, `providers/${id}.ts`), `export default { id: "${id}" };\n`);
    return [
      `      ${id}:`,
      `        title: Provider ${index}`,
      `        description: Synthetic provider ${index}.`,
      `        module: ./providers/${id}.ts`,
      `        schema: ./providers/${id}.json`,
    ].join("\n");
  });
  writeFileSync(
    join(folder, "providers.manifest.yaml"),
    `version: 1
kinds:
  engine:
    title: Engine
    description: Synthetic engines.
    noun: provider
    contract: ./engine.ts#Engine
    config: {at: engine, form: inline, selector: engine}
    providers:
${entries.join("\n")}
`,
  );
  provc(folder, ["codegen"]);
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
  writeFileSync(join(folder, "samples.json"), JSON.stringify(sampleChoices(count)));
  const schemas = Array.from({ length: count }, (_, index) => syntheticProvider(index));
  writeFileSync(join(folder, "schemas.json"), JSON.stringify(schemas));
  return {
    folder,
    registry: join(folder, "bundle/registry.mjs"),
    remove: () => rmSync(folder, { recursive: true }),
  };
}
