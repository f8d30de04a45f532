import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { beforeAll, expect } from "vitest";
import { hashText } from "../../../generator/io/content-hash.js";
import { recoverOutput } from "../../../generator/io/recover-output.js";
import { readTree, temporaryFolder, writeTree } from "../../support/folders.js";
import { bundleScript, type Child, startNode } from "./child-processes.js";
import { generated } from "./fake-compiler.js";

/** Real processes that write output; all of them are children of the test. */
export interface Writers {
  /** The script that they run, in a folder of its own. */
  readonly script: () => string;
  readonly temporaryFolder: () => string;
  /** A project whose output files all hold the text of one input. */
  project(): string;
  start(root: string, ...args: string[]): Child;
}

const outputPaths = Array.from({ length: 120 }, (_, index) => `${"abcde"[index % 5]}/${index}.ts`);

/** Prepares the suite; called once, outside of tests. */
export function writers(): Writers {
  let script = "";
  beforeAll(async () => {
    script = await bundleScript("codegen-child", temporaryFolder());
  });
  return {
    script: () => script,
    temporaryFolder,
    project() {
      const root = temporaryFolder();
      const outputs = Object.fromEntries(outputPaths.map((path) => [path, "a.txt"]));
      writeTree(root, { "package.json": "{}", "m.yaml": JSON.stringify({ outputs }), "a.txt": "first" });
      return root;
    },
    start: (root, ...args) => startNode([script, ...args], { cwd: root }),
  };
}

/** The one text that all output files hold; fails when they hold several, or the list does not fit them. */
export function singleText(root: string): string {
  const tree = Object.entries(readTree(join(root, "generated"))).filter(
    ([path]) => !path.startsWith(".provc-writing/"),
  );
  const { ".files.json": list = "", ...files } = Object.fromEntries(tree);
  expect(Object.keys(files).sort()).toEqual([...outputPaths].sort());
  expect(new Set(Object.values(files)).size).toBe(1);
  const text = Object.values(files)[0] ?? "";
  expect(new Set(Object.values(JSON.parse(list).files))).toEqual(new Set([hashText(text)]));
  return text;
}

/** The output is that of the input, whole, and nothing else is left in the folder. */
export function expectCurrent(root: string): void {
  expect(singleText(root)).toBe(generated(readFileSync(join(root, "a.txt"), "utf8")));
  expect(hasWorkFolder(root)).toBe(false);
}

export function hasWorkFolder(root: string): boolean {
  return existsSync(join(root, "generated/.provc-writing"));
}

/** Runs to its end, without a complaint. */
export async function runsWell(child: Child): Promise<void> {
  const end = await child.ended();
  expect(end, child.output()).toEqual({ code: 0, signal: null });
}

/** Kills `count` processes that all write to one folder, some time after each has written once. */
export async function killWriters({ project, start }: Writers, count: number, delay: number): Promise<void> {
  const root = project();
  const children = Array.from({ length: count }, (_, index) =>
    start(root, "rounds", `killed ${index}`, "1000"),
  );
  await Promise.all(children.map((child) => child.printed("round 0\n")));
  await setTimeout(delay);
  for (const child of children) {
    child.process.kill("SIGKILL");
    await setTimeout(delay / 5);
  }
  await Promise.all(children.map((child) => child.ended()));
  await recoverOutput(join(root, "generated"));
  expect(singleText(root)).toMatch(/killed \d \d+\n$/);
  await runsWell(start(root, "once"));
  expectCurrent(root);
}

/** Lets processes write at once, every one of them its own input, several times. */
export async function writeAtOnce({ project, start }: Writers, count: number, rounds: number): Promise<void> {
  const root = project();
  const children = Array.from({ length: count }, (_, index) =>
    start(root, "rounds", `writer ${index}`, String(rounds)),
  );
  await Promise.all(children.map(runsWell));
  expect(singleText(root)).toMatch(/writer \d \d+\n$/);
  expect(hasWorkFolder(root)).toBe(false);
  await runsWell(start(root, "once"));
  expectCurrent(root);
}

/** Lets processes add to a number in a file, which goes wrong when two do so at once. */
export async function countAtOnce(
  { temporaryFolder, start }: Writers,
  count: number,
  rounds: number,
): Promise<void> {
  const root = temporaryFolder();
  writeFileSync(join(root, "counter"), "0");
  await Promise.all(Array.from({ length: count }, () => runsWell(start(root, "count", "-", String(rounds)))));
  expect(readFileSync(join(root, "counter"), "utf8")).toBe(String(count * rounds));
  expect(hasWorkFolder(root)).toBe(false);
}
