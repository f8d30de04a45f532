import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { type CliRun, cliFile, runCli, runProcess } from "../../cli/support/cli.js";
import { runHere } from "../../cli/support/in-process.js";
import { readTree, temporaryFolder, writeTree } from "../../support/folders.js";
import { startNode } from "./child-processes.js";
import { sampleProject } from "./sample-project.js";

/** `codegen` runs in this process: what is tested of processes has tests of its own below. */
type Project = { root: string; codegen: (...args: string[]) => Promise<CliRun> };

function project(): Project {
  const root = temporaryFolder();
  writeTree(root, sampleProject);
  return { root, codegen: (...args) => runHere(["codegen", ...args], { cwd: root }) };
}

const template = project();
let templateRun: CliRun;
beforeAll(async () => {
  templateRun = await runCli(["codegen"], { cwd: template.root });
});

/** A project with its output, and with a cache that holds wherever the project is. */
function compiled(): Project {
  const copy = project();
  cpSync(template.root, copy.root, { recursive: true });
  return copy;
}

const withoutTime = (text: string): string => text.replace(/ in [\d.]+ m?s$/gm, " in TIME");
const output = (root: string) => readTree(join(root, "generated"));

describe("provc codegen", () => {
  test("creates, leaves alone, restores and removes files, and says so", async () => {
    const { root, codegen } = compiled();
    const first = templateRun;
    expect(first).toMatchObject({ code: 0, stderr: "" });
    const count = Object.keys(output(root)).length - 1;
    expect(withoutTime(first.stdout).split("\n").at(-2)).toBe(
      `✔ generated: ${count} created, 0 changed, 0 unchanged, 0 removed in TIME`,
    );

    const second = await codegen();
    expect(second).toMatchObject({ code: 0, stderr: "" });
    expect(withoutTime(second.stdout)).toBe(
      `✔ generated: 0 created, 0 changed, ${count} unchanged, 0 removed in TIME\n`,
    );

    const before = output(root);
    writeFileSync(join(root, "generated/cache/config.ts"), "edited");
    rmSync(join(root, "generated/index.ts"));
    const third = await codegen();
    expect(withoutTime(third.stdout)).toBe(
      [
        "  restored  generated/cache/config.ts  edited by hand",
        "  created   generated/index.ts",
        `✔ generated: 1 created, 1 changed, ${count - 2} unchanged, 0 removed in TIME\n`,
      ].join("\n"),
    );
    expect(output(root)).toEqual(before);

    const manifest = sampleProject["providers.manifest.yaml"] ?? "";
    writeFileSync(join(root, "providers.manifest.yaml"), manifest.slice(0, manifest.indexOf("      redis:")));
    const fourth = await codegen();
    expect(fourth.stdout).toContain("removed  generated/cache/providers/redis.validator.js");
    expect(Object.keys(output(root)).filter((path) => path.includes("redis"))).toEqual([]);
    expect((await codegen("--check")).code).toBe(0);
  });

  test("with a mistake shows where it is, keeps the old output, and fails", async () => {
    const { root, codegen } = compiled();
    const before = output(root);
    writeFileSync(join(root, "src/redis.schema.yaml"), "type: objekt\n");
    for (const args of [[], ["--check"]]) {
      const failed = await codegen(...args);
      expect(failed.code).toBe(1);
      expect(failed.stderr).toMatch(/^src\/redis\.schema\.yaml:1:7 error manifest-/);
      expect(failed.stderr).toContain("> 1 | type: objekt");
      expect(failed.stdout).toBe(args.length === 0 ? "✖ generated: nothing was written\n" : "");
    }
    expect(output(root)).toEqual(before);
  });

  test("does not write over a file of somebody else", async () => {
    const { root, codegen } = project();
    writeTree(root, { "generated/index.ts": "mine\n" });
    const failed = await codegen();
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain(
      "output-conflict: generated/index.ts was not written by provc, and output belongs there\n",
    );
    expect(output(root)).toEqual({ "index.ts": "mine\n" });
  });

  test("writes to another folder, from another working directory", async () => {
    const { root } = compiled();
    mkdirSync(join(root, "deep/er"), { recursive: true });
    const elsewhere = await runHere(
      ["codegen", "--out", "../out/gen", "--manifest", "../../providers.manifest.yaml"],
      {
        cwd: join(root, "deep/er"),
      },
    );
    expect(elsewhere).toMatchObject({ code: 0, stderr: "" });
    expect(elsewhere.stdout).toContain("✔ ../out/gen: ");
    const there = readTree(join(root, "deep/out/gen"));
    expect(there["cache/registry.ts"]).toContain('import("../../../../src/redis.js")');
    expect(Object.keys(there)).toEqual(Object.keys(output(root)));
  });

  test("--no-cache neither uses nor makes a cache", async () => {
    const { root, codegen } = compiled();
    rmSync(join(root, "node_modules"), { recursive: true });
    expect((await codegen("--no-cache")).code).toBe(0);
    expect(existsSync(join(root, "node_modules"))).toBe(false);
  });

  test("--json is stable, sorted and says everything", async () => {
    const { root, codegen } = compiled();
    rmSync(join(root, "generated"), { recursive: true });
    const first = JSON.parse((await codegen("--json")).stdout);
    expect(first).toMatchObject({
      version: 1,
      ok: true,
      check: false,
      manifest: "providers.manifest.yaml",
      out: "generated",
      counts: { changed: 0, unchanged: 0, removed: 0 },
      diagnostics: [],
    });
    const { ".files.json": _, ...files } = output(root);
    expect(first.changes).toEqual(
      Object.keys(files).map((path) => ({ path, status: "created", reason: "not generated yet" })),
    );
    const second = await codegen("--json");
    expect((await codegen("--json")).stdout).toBe(second.stdout);
    writeFileSync(join(root, "generated/index.ts"), "edited");
    const stale = await codegen("--check", "--json");
    expect(stale.code).toBe(1);
    expect(JSON.parse(stale.stdout)).toMatchObject({
      ok: false,
      changes: [{ path: "index.ts", status: "hand-edited", reason: "edited by hand" }],
    });
  });

  test.each([
    [["--watch", "--check"], /'--watch' cannot be used with option '--check'/],
    [["--watch", "--json"], /'--watch' cannot be used with option '--json'/],
    [["--manifest", "nowhere.yaml"], /^provc: manifest not found: nowhere.yaml\n$/],
    [["--out", "package.json"], /package.json is a file, not a folder to write to/],
  ])("%j is refused in words", async (args, message) => {
    const { codegen } = project();
    const { code, stderr } = await codegen(...args);
    expect(code).not.toBe(0);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

describe("provc codegen --check", () => {
  test("names every stale file and why, writes nothing, and fails", async () => {
    const { root, codegen } = compiled();
    expect((await codegen("--check")).stdout).toMatch(/^✔ generated is current: \d+ files in [\d.]+ m?s\n$/);
    const manifest = readFileSync(join(root, "providers.manifest.yaml"), "utf8");
    writeFileSync(join(root, "providers.manifest.yaml"), manifest.replace("redis:", "valkey:"));
    writeFileSync(join(root, "generated/cache/providers/memory.config.ts"), "edited");
    const before = readTree(root);
    const stale = await codegen("--check");
    expect(stale).toMatchObject({ code: 1, stderr: "" });
    const lines = stale.stdout.split("\n").map((line) => line.trim().split(/ {2,}/));
    expect(lines).toContainEqual([
      "missing",
      "generated/cache/providers/valkey.config.ts",
      "not generated yet",
    ]);
    expect(lines).toContainEqual([
      "orphaned",
      "generated/cache/providers/redis.config.ts",
      "no longer generated",
    ]);
    expect(lines).toContainEqual([
      "hand-edited",
      "generated/cache/providers/memory.config.ts",
      "edited by hand",
    ]);
    expect(lines).toContainEqual([
      "changed",
      "generated/catalogue.json",
      "the manifest, a schema or provc has changed since it was generated",
    ]);
    expect(stale.stdout).toMatch(/✖ generated is stale: \d+ of \d+ files; run provc codegen\n$/);
    expect(readTree(root)).toEqual(before);
  });

  test("of a project that was never compiled names every file, and makes no folder", async () => {
    const { root, codegen } = project();
    const stale = await codegen("--check");
    expect(stale.code).toBe(1);
    expect(stale.stdout).toContain("missing  generated/index.ts");
    expect(readTree(root)).toEqual(sampleProject);
  });

  test("accepts a checkout with other line ends", async () => {
    const { root, codegen } = compiled();
    for (const [path, text] of Object.entries(output(root))) {
      writeFileSync(join(root, "generated", path), text.replaceAll("\n", "\r\n"));
    }
    rmSync(join(root, "node_modules"), { recursive: true });
    expect((await codegen("--check")).stdout).toContain("✔ generated is current");
  });
});

test("provc codegen --watch compiles after a change, tells of mistakes, and ends at Ctrl-C", async () => {
  const { root } = compiled();
  const watching = startNode([cliFile, "codegen", "--watch"], { cwd: root });
  await watching.printed("Ctrl-C ends it");
  writeFileSync(join(root, "src/redis.schema.yaml"), "type: objekt\n");
  await watching.printed("src/redis.schema.yaml:1:7 error manifest-");
  writeFileSync(join(root, "src/redis.schema.yaml"), "type: object\nproperties: {port: {type: integer}}\n");
  await watching.printed("changed  generated/cache/providers/redis.config.ts");
  await watching.printed("0 removed in");
  watching.process.kill("SIGINT");
  expect(await watching.ended()).toEqual({ code: 0, signal: null });
  expect(output(root)["cache/providers/redis.config.ts"]).toContain("port?: number");
});

test("a run in which nothing changed loads no parser and no compiler", async () => {
  const { root } = compiled();
  const record = join(temporaryFolder(), "modules");
  const preload = pathToFileURL(fileURLToPath(new URL("fixtures/record-modules.mjs", import.meta.url))).href;
  const heavy = /node_modules\/(commander|ts-morph|json-schema-to-typescript|ajv|yaml|jiti|typescript)\//g;
  const loaded = async (...args: string[]): Promise<Set<string | undefined>> => {
    writeFileSync(record, "");
    const run = await runProcess(process.execPath, ["--import", preload, cliFile, "codegen", ...args], {
      cwd: root,
      env: { RECORD_MODULES: record },
    });
    expect(run).toMatchObject({ code: 0, stderr: "" });
    const modules = readFileSync(record, "utf8");
    // Proof that the recording works.
    expect(modules).toContain(pathToFileURL(cliFile).href);
    return new Set([...modules.matchAll(heavy)].map(([, name]) => name));
  };
  expect([...(await loaded("--no-cache"))].sort()).toEqual(["ts-morph", "yaml"]);
  expect([...(await loaded())]).toEqual([]);
  expect([...(await loaded("--check"))]).toEqual([]);
  expect([...(await loaded("--json"))]).toEqual([]);
  // An intersection is not printed by the compiler itself, and not every back end of validators is its own.
  writeFileSync(
    join(root, "src/redis.schema.yaml"),
    "allOf: [{properties: {a: {}}}, {properties: {b: {}}}]\n",
  );
  expect([...(await loaded("--validators", "ajv"))].sort()).toEqual([
    "ajv",
    "commander",
    "json-schema-to-typescript",
    "ts-morph",
    "yaml",
  ]);
});
