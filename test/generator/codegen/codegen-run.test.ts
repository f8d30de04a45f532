import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { CodegenOptions } from "../../../generator/codegen-result.js";
import { runCodegen } from "../../../generator/codegen-run.js";
import { tryLock } from "../../../generator/io/lock-file.js";
import { nodeFileSystem } from "../../../generator/io/node-file-system.js";
import { outputPaths } from "../../../generator/io/output-paths.js";
import { systemPorts } from "../../../generator/io/system-ports.js";
import { readTree, temporaryFolder, writeTree } from "../../support/folders.js";
import { failingAt } from "../io/faulty-file-system.js";
import { simulatedMachine } from "../io/simulated-processes.js";
import { type FakeManifest, fakeCompiler, generated } from "./fake-compiler.js";

const manifest: FakeManifest = { outputs: { "a.ts": "a.txt", "deep/b.ts": "b.txt" } };

function project(content: FakeManifest = manifest) {
  const root = temporaryFolder();
  const compiler = fakeCompiler();
  const set = (name: string, text: string) => writeTree(root, { [name]: text });
  const setManifest = (next: FakeManifest) => set("m.yaml", JSON.stringify(next));
  writeTree(root, { "package.json": "{}", "a.txt": "a", "b.txt": "b" });
  setManifest(content);
  const run = async (options: Partial<CodegenOptions> = {}, ports = systemPorts(0)) => {
    const all = { manifestPath: "m.yaml", outDir: "generated", cwd: root, ...options };
    return (await runCodegen(all, { loadCompile: compiler.load, fingerprint: () => "1", ports })).result;
  };
  const check = () => run({ check: true });
  const output = () => {
    const { ".files.json": _, ...files } = readTree(join(root, "generated"));
    return files;
  };
  return { root, compiler, run, check, set, setManifest, output };
}

const paths = (result: { changes: readonly { path: string; status: string }[] }) =>
  result.changes.map(({ path, status }) => `${status} ${path}`);

describe("a run", () => {
  test("writes what is missing or stale, removes what is not wanted, and counts", async () => {
    const { root, run, set, setManifest, output } = project();
    const first = await run();
    expect(first).toMatchObject({ ok: true, cached: false, recovered: false, diagnostics: [] });
    expect(first.counts).toEqual({ created: 2, changed: 0, unchanged: 0, removed: 0 });
    expect(first.inputs).toEqual(["a.txt", "b.txt", "m.yaml"].map((name) => join(root, name)));
    expect(output()).toEqual({ "a.ts": generated("a"), "deep/b.ts": generated("b") });

    set("a.txt", "A");
    setManifest({ outputs: { "a.ts": "a.txt", "c.ts": "b.txt" } });
    const second = await run();
    expect(paths(second)).toEqual(["changed a.ts", "created c.ts", "removed deep/b.ts"]);
    expect(second.counts).toEqual({ created: 1, changed: 1, unchanged: 0, removed: 1 });
    expect(output()).toEqual({ "a.ts": generated("A"), "c.ts": generated("b") });
  });

  test("with an error writes nothing, and says so with every finding", async () => {
    const { run, setManifest, output, check } = project();
    await run();
    const before = output();
    setManifest({ outputs: { "a.ts": "b.txt" }, errors: ["wrong"], warnings: ["careful"] });
    const result = await run();
    expect(result).toMatchObject({
      ok: false,
      changes: [],
      counts: { created: 0, changed: 0, unchanged: 0, removed: 0 },
    });
    expect(result.diagnostics.map(({ message }) => message)).toContain("careful");
    expect(output()).toEqual(before);
    expect((await check()).ok).toBe(false);
  });

  test("does not write over a file of somebody else", async () => {
    const { root, run, set, output } = project();
    set("generated/a.ts", "mine");
    const result = await run();
    expect(result).toMatchObject({ ok: false, changes: [] });
    expect(result.diagnostics).toEqual([
      {
        code: "output-conflict",
        severity: "error",
        message: "generated/a.ts was not written by provc, and output belongs there",
        hint: "move it away, or choose another folder with --out",
        file: "generated/a.ts",
        path: "",
        ...{ line: 1, column: 1, endLine: 1, endColumn: 1 },
      },
    ]);
    expect(output()).toEqual({ "a.ts": "mine" });
    expect(nodeFileSystem.kind(join(root, "generated/.provc-writing"))).toBeUndefined();
  });

  test("leaves a file alone that somebody put in the place of one that is no longer generated", async () => {
    const { run, set, setManifest, output } = project();
    await run();
    set("generated/a.ts", "mine");
    setManifest({ outputs: { "deep/b.ts": "b.txt" } });
    const result = await run();
    expect(result.ok).toBe(true);
    expect(result.diagnostics).toMatchObject([
      { code: "output-kept", severity: "warning", file: "generated/a.ts" },
    ]);
    expect(output()["a.ts"]).toBe("mine");
    expect((await run()).diagnostics).toEqual([]);
  });

  test("refuses an output folder that is a link, or a file", async () => {
    const { root, run } = project();
    mkdirSync(join(root, "real"));
    symlinkSync("real", join(root, "generated"));
    expect((await run()).diagnostics).toMatchObject([{ code: "output-folder", file: "generated" }]);
    expect((await run({ outDir: "m.yaml/deep" })).diagnostics).toMatchObject([
      { code: "output-folder", message: "m.yaml is a file, not a folder to write to" },
    ]);
    expect(readTree(join(root, "real"))).toEqual({});
  });

  test("names whoever holds the folder, and what to do", async () => {
    const { root, run, output } = project();
    const { lock, work } = outputPaths(join(root, "generated"));
    mkdirSync(work, { recursive: true });
    const machine = simulatedMachine();
    const holder = machine.start();
    tryLock(nodeFileSystem, lock, holder);
    const result = await run({}, { ...systemPorts(0), processes: machine.start() });
    expect(result.diagnostics).toMatchObject([
      {
        code: "output-locked",
        message: `generated is being written by process ${holder.self.pid} on here`,
        hint: "if that process is gone, remove .provc-writing in this folder",
      },
    ]);
    holder.end();
    expect(await run({}, { ...systemPorts(0), processes: machine.start() })).toMatchObject({ ok: true });
    expect(Object.keys(output())).toEqual(["a.ts", "deep/b.ts"]);
  });

  test("survives every refusal of the disk with one line, and the old output", async () => {
    for (let call = 0; ; call++) {
      const { root, run, set, output } = project();
      await run();
      const before = output();
      set("a.txt", "A");
      const { fileSystem, reached } = failingAt(call, "EACCES");
      const process = simulatedMachine().start();
      const result = await run({}, { fileSystem, processes: process, lockWait: 0 });
      process.end();
      if (!reached()) break;
      if (!result.ok) {
        expect(result.diagnostics, `call ${call}`).toMatchObject([{ code: "output-io", file: "generated" }]);
        expect(result.diagnostics[0]?.message).toMatch(/^cannot (read|write) generated: permission denied$/);
      }
      expect(output()["a.ts"], `call ${call}`).toBe(result.ok ? generated("A") : before["a.ts"]);
      expect(result.diagnostics.join().includes(root)).toBe(false);
    }
  });

  test("compiles again when an input changes under its hands", async () => {
    const { compiler, run, set, output } = project();
    let texts = ["B", "C"];
    compiler.whileCompiling = () => {
      const [next, ...rest] = texts;
      if (next !== undefined) set("a.txt", next);
      texts = rest;
    };
    // What was compiled first is written only if it still holds; an unsteady result is not remembered.
    await run();
    await run();
    expect(output()["a.ts"]).toBe(generated("C"));
    expect((await run()).cached).toBe(true);
  });

  test("comes to an end although an input never stops changing", async () => {
    const { compiler, run, set, output } = project();
    let count = 0;
    const ports = systemPorts(0);
    const fileSystem = {
      ...ports.fileSystem,
      makeFolder(path: string) {
        // Between compiling and taking the lock.
        set("a.txt", String(count++));
        return nodeFileSystem.makeFolder(path);
      },
    };
    expect((await run({}, { ...ports, fileSystem })).ok).toBe(true);
    expect(compiler.compilations).toBe(3);
    expect(output()["a.ts"]).toMatch(/[0-9]/);
  });
});

describe("a check", () => {
  test("writes nothing, not even a cache", async () => {
    const { root, check } = project();
    const before = readTree(root);
    const result = await check();
    expect(result.ok).toBe(false);
    expect(paths(result)).toEqual(["created a.ts", "created deep/b.ts"]);
    expect(readTree(root)).toEqual(before);
  });

  test("names everything that is stale at once, with reasons", async () => {
    const { root, run, check, set, setManifest } = project({
      outputs: { "a.ts": "a.txt", "b.ts": "b.txt", "c.ts": "b.txt", "d.ts": "b.txt" },
    });
    await run();
    set("a.txt", "A");
    set("generated/b.ts", "edited");
    rmSync(join(root, "generated/c.ts"));
    setManifest({ outputs: { "a.ts": "a.txt", "b.ts": "b.txt", "c.ts": "b.txt", "e.ts": "b.txt" } });
    const { ok, changes } = await check();
    expect(ok).toBe(false);
    expect(changes.map(({ path, status, reason }) => `${path}: ${status}, ${reason}`)).toEqual([
      "a.ts: changed, the manifest, a schema or provc has changed since it was generated",
      "b.ts: hand-edited, edited by hand",
      "c.ts: created, deleted by hand",
      "d.ts: removed, no longer generated",
      "e.ts: created, not generated yet",
    ]);
  });

  test("tells conflicts and stale files together", async () => {
    const { check, set } = project();
    set("generated/a.ts", "mine");
    const { diagnostics, changes } = await check();
    expect(diagnostics).toMatchObject([{ code: "output-conflict" }]);
    expect(changes).toMatchObject([{ path: "deep/b.ts" }]);
  });

  test("is content with a current folder, also in another checkout", async () => {
    const { root, run, check, set, output } = project();
    await run();
    expect(await check()).toMatchObject({ ok: true, counts: { unchanged: 2 }, changes: [] });
    for (const [path, text] of Object.entries(output()))
      set(`generated/${path}`, text.replaceAll("\n", "\r\n"));
    rmSync(join(root, "node_modules"), { recursive: true });
    expect(await check()).toMatchObject({ ok: true, changes: [] });
  });
});

describe("the cache", () => {
  test("spares a run in which nothing changed the compiler", async () => {
    const { compiler, run, check } = project({ ...manifest, warnings: ["careful"] });
    const first = await run();
    expect(await run()).toEqual({
      ...first,
      cached: true,
      changes: [],
      counts: { created: 0, changed: 0, unchanged: 2, removed: 0 },
    });
    expect(await check()).toMatchObject({ ok: true, cached: true });
    expect(compiler.loads).toBe(1);
  });

  test("spares a check the compiler even when the output is stale", async () => {
    const { compiler, root, run, check } = project();
    await run();
    writeFileSync(join(root, "generated/a.ts"), "edited");
    expect(await check()).toMatchObject({
      ok: false,
      cached: true,
      changes: [{ path: "a.ts", status: "hand-edited" }],
    });
    expect(compiler.compilations).toBe(1);
  });

  test("does not keep a run from restoring output", async () => {
    const { root, run, output } = project();
    await run();
    writeFileSync(join(root, "generated/a.ts"), "edited");
    expect(await run()).toMatchObject({ ok: true, counts: { changed: 1, unchanged: 1 } });
    expect(output()["a.ts"]).toBe(generated("a"));
  });

  test("repeats warnings with paths as they read from elsewhere", async () => {
    const { root, run } = project({ ...manifest, warnings: ["careful"] });
    mkdirSync(join(root, "sub"));
    expect((await run()).diagnostics).toMatchObject([{ file: "m.yaml" }]);
    const elsewhere = { cwd: join(root, "sub"), manifestPath: "../m.yaml", outDir: "../generated" };
    expect(await run(elsewhere)).toMatchObject({
      cached: true,
      diagnostics: [{ file: join(root, "m.yaml") }],
    });
  });

  test("is neither used nor filled when it is not wanted", async () => {
    const { compiler, root, run } = project();
    await run({ cache: false });
    expect(nodeFileSystem.kind(join(root, "node_modules"))).toBeUndefined();
    await run();
    await run({ cache: false });
    expect(compiler.compilations).toBe(3);
  });

  test("holds although providers import their own generated types", async () => {
    const { compiler, run, set } = project({ ...manifest, inputs: ["generated/a.ts", "generated/mine.ts"] });
    await run();
    set("a.txt", "A");
    const { inputs } = await run();
    expect(inputs.some((path) => path.endsWith("generated/a.ts"))).toBe(false);
    expect(await run()).toMatchObject({ cached: true });
    expect(compiler.compilations).toBe(2);
    // A file in the same folder that is not generated counts like any other.
    set("generated/mine.ts", "1");
    expect(await run()).toMatchObject({ cached: false });
  });

  test("does not remember a compilation with errors", async () => {
    const { compiler, run } = project({ ...manifest, errors: ["wrong"] });
    await run();
    await run();
    expect(compiler.compilations).toBe(2);
  });
});

test("progress is told for real work only", async () => {
  const { run } = project();
  const messages: string[] = [];
  const onProgress = ({ message }: { message: string }) => void messages.push(message);
  await run({ onProgress });
  expect(messages).toEqual(["reading", "writing 2 files"]);
  await run({ onProgress });
  expect(messages).toHaveLength(2);
});

test("a compiler that names two files alike, or outside, is a bug and writes nothing", async () => {
  const { root, run } = project({ outputs: { "../outside.ts": "=x" } });
  await expect(run()).rejects.toThrow("../outside.ts");
  expect(nodeFileSystem.kind(join(root, "generated"))).toBeUndefined();
});
