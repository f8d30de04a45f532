import { spawn } from "node:child_process";
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { systemProcesses } from "../../../generator/io/process-identity.js";

const { self } = systemProcesses;
const gone = (other: Partial<typeof self>) => systemProcesses.isGone({ ...self, ...other });

/** A number that no process has. */
async function endedPid(): Promise<number> {
  const child = spawn(process.execPath, ["-e", ""]);
  await once(child, "close");
  return child.pid ?? 0;
}

test("a process is known by number, start and machine", () => {
  expect(self).toMatchObject({ pid: process.pid, host: expect.stringMatching(/./) });
  expect(systemProcesses.self).toEqual(self);
});

test("what we hold ourselves, we hold no longer: we are asking", () => {
  expect(gone({})).toBe(true);
  expect(gone({ thread: 12_345 })).toBe(false);
});

test("another process lives until it has ended", async () => {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  await once(child, "spawn");
  const pid = child.pid ?? 0;
  // Where the system does not say when it started, its number alone decides.
  expect(gone({ pid, started: "" })).toBe(false);
  expect(gone({ pid: 1, started: "" })).toBe(false);
  child.kill("SIGKILL");
  await once(child, "close");
  expect(gone({ pid, started: "" })).toBe(true);
});

test.runIf(process.platform === "linux")(
  "a number that now belongs to another process does not keep it alive",
  () => {
    expect(gone({ pid: process.ppid, started: "1" })).toBe(true);
  },
);

test("nothing is said about processes elsewhere", async () => {
  const pid = await endedPid();
  expect(gone({ pid })).toBe(true);
  expect(gone({ pid, host: "elsewhere" })).toBe(false);
  expect(gone({ pid, namespace: "pid:[1]" })).toBe(false);
});

test.runIf(process.platform === "linux")("no process survives the machine's end", () => {
  expect(gone({ pid: process.ppid, boot: "another" })).toBe(true);
  expect(gone({ pid: process.ppid, boot: "" })).toBe(false);
});

test("threads of one process are told apart", async () => {
  const worker = new Worker(
    "require('node:worker_threads').parentPort.postMessage(require('node:worker_threads').threadId)",
    {
      eval: true,
    },
  );
  const [thread] = (await once(worker, "message")) as [number];
  expect(thread).not.toBe(self.thread);
  await worker.terminate();
});
