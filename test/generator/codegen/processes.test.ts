import { chmodSync, existsSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { readTree } from "../../support/folders.js";
import { type Child, startNode } from "./child-processes.js";
import {
  countAtOnce,
  expectCurrent,
  hasWorkFolder,
  killWriters,
  runsWell,
  singleText,
  writeAtOnce,
  writers,
} from "./process-scenarios.js";

const all = writers();
const { project, start } = all;

describe("a process that is killed", () => {
  // At progressive times, so that every part of a run is hit in some of the tests. The heavy suite has many
  // more.
  test.each([0, 7, 14, 21])("leaves all old or all new output (after %i ms)", (delay) =>
    killWriters(all, 1, delay),
  );

  test("keeps nobody from writing, even before its parent has noticed", async () => {
    const root = project();
    const killed = start(root, "rounds", "killed", "1000");
    await killed.printed("round 0\n");
    // Stopped while it holds the lock, if need be at the next attempt.
    while (!existsSync(join(root, "generated/.provc-writing/lock"))) {
      killed.process.kill("SIGCONT");
      await setTimeout(1);
      killed.process.kill("SIGSTOP");
    }
    killed.process.kill("SIGKILL");
    await runsWell(start(root, "once"));
    await killed.ended();
    expectCurrent(root);
  });
});

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "%s ends a process between two steps, never within one",
  async (signal) => {
    for (const delay of [0, 15]) {
      const root = project();
      const child = start(root, "rounds", "stopped", "1000");
      await child.printed("round 0\n");
      await setTimeout(delay);
      child.process.kill(signal);
      expect(await child.ended()).toEqual({ code: null, signal });
      expect(hasWorkFolder(root)).toBe(false);
      expect(singleText(root)).toMatch(/stopped \d+\n$/);
    }
  },
);

describe("processes that write to one folder at once", () => {
  test("leave the output of one of two", () => writeAtOnce(all, 2, 3));
  test("leave the output of one of eight", () => writeAtOnce(all, 8, 2));
  test("do their work one after the other", () => countAtOnce(all, 4, 30));
  test("and are killed leave all old or all new output", () => killWriters(all, 3, 10));
});

describe("a folder that may not be written to", () => {
  // The super-user may write everywhere: then the process runs as somebody else.
  const asNobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  const allowAll = (path: string): void => chmodSync(path, 0o777);
  const forbidWriting = (path: string): void => chmodSync(path, 0o555);

  const isRefused = async (root: string): Promise<void> => {
    const before = readTree(join(root, "generated"));
    const child: Child = startNode([all.script(), "once"], { cwd: root, ...asNobody });
    expect(await child.ended()).toEqual({ code: 1, signal: null });
    expect(child.output()).toBe("cannot write generated: permission denied\n");
    expect(readTree(join(root, "generated"))).toEqual(before);
  };

  test("is told of in one line, and keeps what it has", async () => {
    const root = project();
    await runsWell(start(root, "once"));
    writeFileSync(join(root, "a.txt"), "second");
    for (const path of [dirname(all.script()), root, dirname(root)]) allowAll(path);
    for (const name of "abcde") allowAll(join(root, "generated", name));
    forbidWriting(join(root, "generated"));
    await isRefused(root);
    // Only one folder in the middle of it: what was written before is undone.
    allowAll(join(root, "generated"));
    forbidWriting(join(root, "generated/c"));
    await isRefused(root);
  });
});
