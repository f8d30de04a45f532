import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeEach, describe, expect, test } from "vitest";
import { acquireFileLock } from "../../../src/migration/lock/file-lock.js";
import { currentProcess } from "../../../src/process/process-identity.js";
import { temporaryFolder } from "../../support/folders.js";

let folder: string;

beforeEach(() => {
  folder = join(temporaryFolder(), "lock");
});

const acquire = (timeoutMs = 0): ReturnType<typeof acquireFileLock> =>
  acquireFileLock(folder, "pglite:data", { purpose: "run", timeoutMs });

/** Puts down the file of another owner. */
function leave(number: number, entry: unknown): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${number}.json`), typeof entry === "string" ? entry : JSON.stringify(entry));
}

const since = "2026-01-01T00:00:00.000Z";

test("one holds it, and the next gets it after its release", async () => {
  const first = await acquire();
  await expect(acquire()).rejects.toThrow(
    `database pglite:data is locked: process ${process.pid} on ${hostname()}`,
  );
  await first.release();
  await (await acquire()).release();
});

test("a waiter gets it as soon as it is free", async () => {
  const first = await acquire();
  const second = acquire(30_000);
  await first.release();
  await (await second).release();
});

test("whatever happens, few files stay", async () => {
  for (let round = 0; round < 5; round++) await (await acquire()).release();
  expect(readdirSync(folder).length).toBeLessThanOrEqual(2);
});

describe("a lock is free when its owner", () => {
  test("is dead", async () => {
    leave(3, { ...currentProcess(), pid: 2 ** 22 + 1, since, released: false });
    await expect(acquire()).resolves.toBeDefined();
  });

  test("has a pid that another process has by now", async () => {
    leave(3, { ...currentProcess(), started: "1", since, released: false });
    await expect(acquire()).resolves.toBeDefined();
  });

  test("was there before the machine was started again", async () => {
    leave(3, { ...currentProcess(), boot: "earlier", since, released: false });
    await expect(acquire()).resolves.toBeDefined();
  });

  test("left a file that a broken file system has emptied", async () => {
    leave(3, "");
    await expect(acquire()).resolves.toBeDefined();
  });
});

test("a lock of another host is never taken away; the message says how to", async () => {
  leave(1, { ...currentProcess(), host: "elsewhere", pid: 1, since, released: false });
  await expect(acquire()).rejects.toThrow(
    `process 1 on elsewhere uses it since ${since}; should it be gone, delete the folder data.lock`,
  );
});

test("nor is one of a container with processes of its own", async () => {
  leave(1, { ...currentProcess(), namespace: "pid:[1]", pid: 2 ** 22 + 1, since, released: false });
  await expect(acquire()).rejects.toMatchObject({ code: "locked" });
});

test("nor is one whose owner could not tell which boot of the machine it belongs to", async () => {
  leave(1, { ...currentProcess(), boot: "", since, released: false });
  await expect(acquire()).rejects.toMatchObject({ code: "locked" });
});

test("processes that are killed while they hold it, and others, lose and double nothing", async () => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "count"), "0");
  const script = fileURLToPath(new URL("../fixtures/count-under-lock.ts", import.meta.url));
  const start = (die: string): Promise<unknown> => {
    const env = { ...process.env, DIE: die };
    const child = spawn(process.execPath, ["--import", "tsx", script, folder, "6"], {
      env,
      stdio: "inherit",
    });
    return new Promise((resolve) => child.once("exit", (code, signal) => resolve(signal ?? code)));
  };
  expect(await Promise.all([start("2"), start("4"), start(""), start("")])).toEqual([
    "SIGKILL",
    "SIGKILL",
    0,
    0,
  ]);
  expect(readFileSync(join(folder, "count"), "utf8")).toBe(String(2 + 4 + 6 + 6));
});
