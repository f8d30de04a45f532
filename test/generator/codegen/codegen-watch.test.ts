import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { watchAndRun } from "../../../generator/codegen-watch.js";
import { systemPorts } from "../../../generator/io/system-ports.js";
import { temporaryFolder, writeTree } from "../../support/folders.js";
import { bundleScript, type Child, startNode } from "./child-processes.js";
import { type FakeManifest, fakeCompiler, generated } from "./fake-compiler.js";

const eventually = (assertion: () => void): Promise<void> =>
  vi.waitFor(assertion, { timeout: 20_000, interval: 10 });

const unexpected = (): void => expect.unreachable();

function project() {
  const root = temporaryFolder();
  const path = (name: string) => join(root, name);
  const set = (name: string, text: string) => writeTree(root, { [name]: text });
  const setManifest = (manifest: FakeManifest) => set("m.yaml", JSON.stringify(manifest));
  writeTree(root, { "package.json": "{}", "in/a.txt": "a" });
  setManifest({ outputs: { "a.ts": "in/a.txt" } });
  const hasOutput = (name: string, text: string) =>
    eventually(() => expect(readFileSync(path(`generated/${name}`), "utf8")).toBe(generated(text)));
  return { root, path, set, setManifest, hasOutput };
}

describe("a watching process", () => {
  let script = "";
  let child: Child | undefined;
  beforeAll(async () => {
    script = await bundleScript("codegen-child", temporaryFolder());
  });
  afterEach(() => child?.process.kill("SIGKILL"));

  const start = async (root: string): Promise<Child> => {
    child = startNode([script, "watch"], { cwd: root });
    await child.printed("\n");
    return child;
  };

  test("compiles at once and after every change of an input, of whatever kind", async () => {
    const { root, path, set, setManifest, hasOutput } = project();
    const watching = await start(root);
    await hasOutput("a.ts", "a");
    set("in/a.txt", "b");
    await hasOutput("a.ts", "b");
    // An editor that saves by renaming, twice.
    for (const text of ["c", "d"]) {
      set("in/.swap", text);
      renameSync(path("in/.swap"), path("in/a.txt"));
      await hasOutput("a.ts", text);
    }
    setManifest({ outputs: { "a.ts": "in/a.txt", "b.ts": "in/new/b.txt" } });
    await watching.printed("no in/new/b.txt");
    set("in/new/b.txt", "B");
    await hasOutput("b.ts", "B");
    // A checkout of another branch: the folder goes and comes back.
    renameSync(path("in"), path("elsewhere"));
    await watching.printed("no in/a.txt");
    renameSync(path("elsewhere"), path("in"));
    set("in/a.txt", "e");
    await hasOutput("a.ts", "e");
    expect(watching.output()).not.toContain("bug");
  });

  test("compiles again when the folder of the output is gone", async () => {
    const { root, path, set, hasOutput } = project();
    await start(root);
    await hasOutput("a.ts", "a");
    for (const text of ["b", "c"]) {
      rmSync(path("generated"), { recursive: true });
      await hasOutput("a.ts", text === "b" ? "a" : "b");
      set("in/a.txt", text);
      await hasOutput("a.ts", text);
    }
  });

  test("stays alive while there are errors, and says when they are over", async () => {
    const { root, path, set, setManifest, hasOutput } = project();
    const watching = await start(root);
    set("m.yaml", "not JSON");
    await watching.printed("not JSON");
    rmSync(path("m.yaml"));
    await watching.printed("no manifest");
    setManifest({ outputs: { "a.ts": "in/a.txt", "c.ts": "in/a.txt" } });
    await hasOutput("c.ts", "a");
    await eventually(() => expect(watching.output().trim().split("\n").at(-1)).toMatch(/^ok /));
  });

  test.each(["SIGINT", "SIGTERM"] as const)("ends cleanly at %s", async (signal) => {
    const { root, hasOutput } = project();
    const watching = await start(root);
    await hasOutput("a.ts", "a");
    watching.process.kill(signal);
    expect(await watching.ended()).toEqual({ code: 0, signal: null });
    expect(watching.output()).toMatch(/ended\n$/);
  });
});

describe("watching", () => {
  test("does not compile for its own output, or when only times change", async () => {
    const { root, path, set, hasOutput } = project();
    const compiler = fakeCompiler();
    const ending = new AbortController();
    const results: boolean[] = [];
    const watching = watchAndRun(
      {
        ...{ manifestPath: "m.yaml", outDir: "generated", cwd: root, cache: false, signal: ending.signal },
        onResult: ({ ok }) => void results.push(ok),
        onFailure: unexpected,
      },
      { loadCompile: compiler.load, fingerprint: () => undefined, ports: systemPorts() },
    );
    await eventually(() => expect(results).toHaveLength(1));
    set("generated/a.ts", "edited by hand");
    mkdirSync(path("in/sub"));
    writeFileSync(path("in/a.txt"), "a");
    set("in/a.txt", "b");
    await hasOutput("a.ts", "b");
    await eventually(() => expect(results).toHaveLength(2));
    ending.abort();
    await watching;
    expect(compiler.compilations).toBe(2);
    expect(results).toEqual([true, true]);
  });

  test("compiles again what changed while it compiled", async () => {
    const { root, set, hasOutput } = project();
    const compiler = fakeCompiler();
    const ending = new AbortController();
    let changes = 0;
    compiler.whileCompiling = () => {
      if (changes++ < 5) set("in/a.txt", `change ${changes}`);
    };
    const watching = watchAndRun(
      {
        ...{ manifestPath: "m.yaml", outDir: "generated", cwd: root, signal: ending.signal },
        onResult: () => {},
        onFailure: unexpected,
      },
      { loadCompile: compiler.load, fingerprint: () => "1", ports: systemPorts() },
    );
    await hasOutput("a.ts", "change 5");
    ending.abort();
    await watching;
  });

  test("goes on after a bug, and tries again at the next change", async () => {
    const { root, set, hasOutput } = project();
    const compiler = fakeCompiler();
    const ending = new AbortController();
    const failures: unknown[] = [];
    compiler.whileCompiling = () => {
      if (failures.length === 0) throw new Error("a bug");
    };
    const watching = watchAndRun(
      {
        ...{ manifestPath: "m.yaml", outDir: "generated", cwd: root, signal: ending.signal },
        onResult: () => {},
        onFailure: (error) => void failures.push(error),
      },
      { loadCompile: compiler.load, fingerprint: () => "1", ports: systemPorts() },
    );
    await eventually(() => expect(failures).toHaveLength(1));
    set("m.yaml", JSON.stringify({ outputs: { "z.ts": "in/a.txt" } }));
    await hasOutput("z.ts", "a");
    ending.abort();
    await watching;
    expect(failures).toHaveLength(1);
  });

  test("ends at once when it was ended before it began", async () => {
    const { root } = project();
    const compiler = fakeCompiler();
    await watchAndRun(
      {
        ...{ manifestPath: "m.yaml", outDir: "generated", cwd: root, signal: AbortSignal.abort() },
        onResult: unexpected,
        onFailure: unexpected,
      },
      { loadCompile: compiler.load, fingerprint: () => "1", ports: systemPorts() },
    );
    expect(compiler.loads).toBe(0);
  });
});
