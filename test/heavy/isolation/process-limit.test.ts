import { randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { startConfined } from "../../../src/isolation/confinement/confined-process.js";
import type { SandboxRun } from "../../../src/isolation/core/sandbox.js";
import { temporaryFolder } from "../../support/folders.js";

const limits = { memoryMb: 64, cpus: 1, cpuSeconds: 10, timeoutSeconds: 30, processes: 4, outputBytes: 1000 };

/** Stands for a program that confines others: a shell that starts processes of its own, and gives up when it is refused one. */
async function confine(script: string): Promise<unknown> {
  const folder = temporaryFolder();
  const run: SandboxRun = {
    ...{ folder, limits, stdin: new Uint8Array(), signal: new AbortController().signal },
    workload: { id: "a", runtime: "oci", source: { kind: "image", path: "/" } },
    runId: randomBytes(8).toString("hex"),
    ...{ stdout: () => {}, stderr: () => {}, recordProcess: () => {} },
  };
  const confined = await startConfined(run, {
    command: ["/bin/sh", "-c", script],
    cwd: "/",
    overhead: { memoryMb: 0, processes: 2 },
  });
  try {
    const status = await confined.exited;
    return { ...status, limit: confined.limitReached(status) };
  } finally {
    await confined.end();
  }
}

const start = (count: number): string => "sleep 0.2 & ".repeat(count);

it("tells when what confines a program breaks down for want of processes, and only then", async () => {
  expect(await confine(`${start(9)} wait`)).toMatchObject({
    exitCode: 2,
    limit: {
      reason: "processes",
      message: "workload and what confines it needed more than 6 processes and threads",
    },
  });
  // It got all that it wanted, and failed for a reason of its own.
  expect(await confine(`${start(3)} wait; exit 2`)).toEqual({ exitCode: 2, limit: undefined });
  // It was refused some, and got on without.
  expect(await confine(`(${start(9)}) 2> /dev/null; exit 0`)).toEqual({ exitCode: 0, limit: undefined });
});
