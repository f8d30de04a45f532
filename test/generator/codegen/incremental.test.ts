import { readdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { loadManifestCompiler } from "../../../generator/codegen-pipeline.js";
import type { CodegenOptions } from "../../../generator/codegen-result.js";
import { runCodegen } from "../../../generator/codegen-run.js";
import { clockStep } from "../../../generator/io/clock-step.js";
import type { FileSystem } from "../../../generator/io/file-system.js";
import { systemPorts } from "../../../generator/io/system-ports.js";
import { temporaryFolder, writeTree } from "../../support/folders.js";
import { hookedFileSystem } from "../io/faulty-file-system.js";
import { sampleProject } from "./sample-project.js";

const repository = dirname(fileURLToPath(new URL("../../../package.json", import.meta.url)));

function project() {
  const root = temporaryFolder();
  writeTree(root, sampleProject);
  writeTree(root, { "node_modules/.keep": "" });
  symlinkSync(repository, join(root, "node_modules/provc"));
  const set = (name: string, text: string) => writeFileSync(join(root, name), text);
  /** Runs the real compiler; says how often each stage came up, and what the file system was asked for. */
  const run = async (options: Partial<CodegenOptions> = {}) => {
    const stages = new Map<string, number>();
    const calls: [name: keyof FileSystem, path: unknown][] = [];
    const fileSystem = hookedFileSystem(({ name, args }) => calls.push([name, args[0]]));
    const onTimings: CodegenOptions["onTimings"] = (times) => {
      for (const { stage, count } of times) stages.set(stage, count);
    };
    const all = {
      manifestPath: "providers.manifest.yaml",
      outDir: "generated",
      cwd: root,
      onTimings,
      ...options,
    };
    const ports = { ...systemPorts(0), fileSystem };
    const dependencies = { loadCompile: loadManifestCompiler, fingerprint: () => "1", ports };
    const { result } = await runCodegen(all, dependencies);
    expect(result.diagnostics).toEqual([]);
    const outputs = calls.filter(
      ([name, path]) => name === "useFile" && String(path).includes("/generated/"),
    );
    return { stages, result, outputsRead: outputs.length };
  };
  return { root, set, run };
}

const compilations = (stages: ReadonlyMap<string, number>) => ({
  validators: stages.get("emit validators") ?? 0,
  types: stages.get("emit types") ?? 0,
  contracts: stages.get("check modules with TypeScript, beside the rest") ?? 0,
});

describe("codegen", () => {
  test("compiles again what changed, and nothing else", async () => {
    const { run, set } = project();
    const { stages } = await run();
    expect(compilations(stages)).toEqual({ validators: 2, types: 2, contracts: 1 });

    set(
      "src/redis.schema.yaml",
      "type: object\nproperties:\n  url: {type: string, format: uri}\n  ttl: {type: integer}\n",
    );
    const changed = await run();
    expect(compilations(changed.stages)).toEqual({ validators: 1, types: 1, contracts: 0 });
    expect(changed.result.changes.map(({ path }) => path)).toContain("cache/providers/redis.validator.js");
    expect(changed.result.changes.map(({ path }) => path)).not.toContain(
      "cache/providers/memory.validator.js",
    );

    set("src/memory.ts", 'export default { name: "memory" as const };\n');
    expect(compilations((await run()).stages)).toEqual({ validators: 0, types: 0, contracts: 1 });

    // A run that compiles nothing keeps what the one before knew.
    await run();
    set("src/redis.schema.yaml", sampleProject["src/redis.schema.yaml"] ?? "");
    expect(compilations((await run()).stages).contracts).toBe(0);
  });

  test("makes again what it needs of a memo that is damaged", async () => {
    const { root, run, set } = project();
    await run();
    const cache = join(root, "node_modules/.cache/provc");
    const [memo = ""] = readdirSync(cache).map((name) => join(cache, name, "memo"));
    const types = readFileSync(join(root, "generated/cache/providers/redis.config.ts"), "utf8");
    // Every answer, but not what is said of them.
    writeFileSync(memo, readFileSync(memo, "latin1").replaceAll("interface", "interfere"), "latin1");
    rmSync(join(root, "generated/cache/providers/redis.config.ts"));
    set("src/memory.ts", 'export default { name: "memory" as const };\n');
    const { result } = await run();
    expect(result.ok).toBe(true);
    expect(readFileSync(join(root, "generated/cache/providers/redis.config.ts"), "utf8")).toBe(types);
    expect((await run()).result.cached).toBe(true);
  });

  test("reads no output that has its stamp, and any that has not", async () => {
    const { root, run } = project();
    await run();
    await setTimeout(3 * clockStep);
    const second = await run();
    expect(second.result.cached).toBe(true);
    expect(second.outputsRead).toBeGreaterThan(10);
    for (const options of [{}, { check: true }]) expect((await run(options)).outputsRead).toBe(0);

    const file = join(root, "generated/index.ts");
    writeFileSync(file, "export {};\n");
    utimesSync(file, 1, 1);
    const edited = await run({ check: true });
    expect(edited.result.changes).toEqual([
      { path: "index.ts", status: "hand-edited", reason: "edited by hand" },
    ]);
    // The file itself, and the list that says whose it is.
    expect(edited.outputsRead).toBe(2);
    expect((await run()).result.counts).toMatchObject({ changed: 1, removed: 0, created: 0 });
  });
});
