import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { hashText } from "../../../generator/io/content-hash.js";
import { recoverOutput } from "../../../generator/io/recover-output.js";
import { readTree, temporaryFolders, writeTree } from "../io/temporary-folders.js";
import { bundleScript, type Child, startNode } from "./child-processes.js";
import { generated } from "./fake-compiler.js";

const makeFolder = temporaryFolders("processes");
let script = "";
beforeAll(async () => {
  script = await bundleScript("codegen-child", makeFolder());
});

const fileCount = 200;
const outputPaths = Array.from({ length: fileCount }, (_, index) => `${"abcde"[index % 5]}/${index}.ts`);

/** A project whose output files all hold the text of one input. */
function project(): string {
  const root = makeFolder();
  const outputs = Object.fromEntries(outputPaths.map((path) => [path, "a.txt"]));
  writeTree(root, { "package.json": "{}", "m.yaml": JSON.stringify({ outputs }), "a.txt": "first" });
  return root;
}

const start = (root: string, ...args: string[]): Child => startNode([script, ...args], { cwd: root });

/** The one text that all output files hold; fails when they hold several, or the list does not fit them. */
function singleText(root: string): string {
  const tree = Object.entries(readTree(join(root, "generated"))).filter(
    ([path]) => !path.startsWith(".provc/"),
  );
  const { ".files.json": list = "", ...files } = Object.fromEntries(tree);
  expect(Object.keys(files).sort()).toEqual([...outputPaths].sort());
  expect(new Set(Object.values(files)).size).toBe(1);
  const text = Object.values(files)[0] ?? "";
  expect(new Set(Object.values(JSON.parse(list).files))).toEqual(new Set([hashText(text)]));
  return text;
}

const wanted = (root: string): string => generated(readFileSync(join(root, "a.txt"), "utf8"));
const workFolder = (root: string): string => join(root, "generated/.provc");

describe("a process that is killed", () => {
  test.each(Array.from({ length: 8 }, (_, index) => index))(
    "leaves all old or all new output (%i)",
    async (index) => {
      const root = project();
      const child = start(root, "rounds", "killed", "1000");
      await child.printed("round 1\n");
      // At progressive times, so that every part of a run is hit in some of the tests.
      await setTimeout(index * 7.7);
      child.process.kill("SIGKILL");
      await child.ended();
      await recoverOutput(join(root, "generated"));
      expect(singleText(root)).toMatch(/killed \d+\n$/);
      expect(await start(root, "once").ended()).toEqual({ code: 0, signal: null });
      expect(singleText(root)).toBe(wanted(root));
      expect(existsSync(workFolder(root))).toBe(false);
    },
  );

  test("keeps nobody from writing, even before its parent has noticed", async () => {
    const root = project();
    const killed = start(root, "rounds", "killed", "1000");
    await killed.printed("round 0\n");
    // Stopped while it holds the lock, if need be at the next attempt.
    while (!existsSync(join(workFolder(root), "lock"))) {
      killed.process.kill("SIGCONT");
      await setTimeout(1);
      killed.process.kill("SIGSTOP");
    }
    killed.process.kill("SIGKILL");
    expect(await start(root, "once").ended()).toEqual({ code: 0, signal: null });
    await killed.ended();
    expect(singleText(root)).toBe(wanted(root));
    expect(existsSync(workFolder(root))).toBe(false);
  });
});

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "%s ends a process between two steps, never within one",
  async (signal) => {
    const root = project();
    for (let index = 0; index < 3; index++) {
      const child = start(root, "rounds", "stopped", "1000");
      await child.printed("round 0\n");
      await setTimeout(index * 11.3);
      child.process.kill(signal);
      expect(await child.ended()).toEqual({ code: null, signal });
      expect(existsSync(workFolder(root))).toBe(false);
      expect(singleText(root)).toMatch(/stopped \d+\n$/);
    }
  },
);

describe("processes that write to one folder at once", () => {
  test.each([2, 8])("%i of them leave the output of one", async (count) => {
    const root = project();
    const children = Array.from({ length: count }, (_, index) =>
      start(root, "rounds", `writer ${index}`, "4"),
    );
    const ends = await Promise.all(children.map((child) => child.ended()));
    expect(ends, children.map((child) => child.output()).join("\n")).toEqual(
      ends.map(() => ({ code: 0, signal: null })),
    );
    expect(singleText(root)).toMatch(/writer \d \d\n$/);
    expect(existsSync(workFolder(root))).toBe(false);
    // The last to write had compiled the last input, or somebody after it found the newer one.
    expect(await start(root, "once").ended()).toEqual({ code: 0, signal: null });
    expect(singleText(root)).toBe(wanted(root));
  });

  test("do their work one after the other", async () => {
    const root = makeFolder();
    writeFileSync(join(root, "counter"), "0");
    const children = Array.from({ length: 5 }, () => start(root, "count", "-", "40"));
    const ends = await Promise.all(children.map((child) => child.ended()));
    expect(ends.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0]);
    expect(readFileSync(join(root, "counter"), "utf8")).toBe("200");
    expect(existsSync(workFolder(root))).toBe(false);
  });

  test("and are killed leave all old or all new output", async () => {
    const root = project();
    for (let round = 0; round < 2; round++) {
      const children = Array.from({ length: 4 }, (_, index) =>
        start(root, "rounds", `writer ${index}`, "1000"),
      );
      await Promise.all(children.map((child) => child.printed("round 0\n")));
      for (const child of children) {
        child.process.kill("SIGKILL");
        await setTimeout(5);
      }
      await Promise.all(children.map((child) => child.ended()));
      await recoverOutput(join(root, "generated"));
      expect(singleText(root)).toMatch(/writer \d \d+\n$/);
    }
    expect(await start(root, "once").ended()).toEqual({ code: 0, signal: null });
    expect(singleText(root)).toBe(wanted(root));
    expect(existsSync(workFolder(root))).toBe(false);
  });
});

describe("a folder that may not be written to", () => {
  // The super-user may write everywhere: then the process runs as somebody else.
  const asNobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

  test("is told of in one line, and keeps what it has", async () => {
    const root = project();
    await start(root, "once").ended();
    const before = readTree(join(root, "generated"));
    writeFileSync(join(root, "a.txt"), "second");
    for (const path of ["generated", "generated/a"]) chmodSync(join(root, path), 0o555);
    for (let parent = root; parent !== "/tmp" && parent.includes("provc-"); parent = join(parent, ".."))
      chmodSync(parent, 0o755);
    chmodSync(join(script, ".."), 0o755);
    const child = startNode([script, "once"], { cwd: root, ...asNobody });
    expect(await child.ended()).toEqual({ code: 1, signal: null });
    expect(child.output()).toBe("cannot write generated: permission denied\n");
    expect(readTree(join(root, "generated"))).toEqual(before);
    // Only one folder in the middle of it: what was written before is undone.
    chmodSync(join(root, "generated"), 0o777);
    for (const name of "bcde") chmodSync(join(root, "generated", name), 0o777);
    const second = startNode([script, "once"], { cwd: root, ...asNobody });
    expect(await second.ended()).toEqual({ code: 1, signal: null });
    expect(second.output()).toBe("cannot write generated: permission denied\n");
    expect(readTree(join(root, "generated"))).toEqual(before);
  });
});
