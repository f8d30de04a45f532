import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { findCgroup } from "../../../src/isolation/confinement/cgroup.js";
import { readCgroupLayout } from "../../../src/isolation/confinement/cgroup-layout.js";
import { openBackend } from "../../isolation/support/backends.js";
import { leftovers } from "../../isolation/support/leftovers.js";
import { temporaryFolder } from "../../support/folders.js";
import { waitUntil } from "../../support/wait-until.js";
import { busyboxImage, preparedMicrovm } from "./support/prepared.js";

const victim = fileURLToPath(new URL("../../isolation/support/victim.ts", import.meta.url));
const root = fileURLToPath(new URL("../../..", import.meta.url));

/** Starts a program whose only workload runs for ever, and kills it as soon as that has said that it runs. */
async function killInTheMiddle(stateFolder: string, ...args: readonly string[]): Promise<string> {
  const [backend = "", runtime = "", ...rest] = args;
  const child = spawn(process.execPath, ["--import", "tsx", victim, backend, runtime, stateFolder, ...rest], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  await waitUntil("the workload runs", () => said.includes("runs"));
  const [runId = ""] = readdirSync(join(stateFolder, "runs")).filter((name) => !name.includes("."));
  expect(findCgroup(runId, readCgroupLayout())).toBeDefined();
  child.kill("SIGKILL");
  await new Promise((resolve) => child.once("close", resolve));
  return runId;
}

const busybox = `FROM scratch
COPY busybox /bin/busybox
ENTRYPOINT ["/bin/busybox", "sh", "-c"]`;

describe("what a killed process leaves", () => {
  it("is cleared away by the next one that uses the backend: isolate", async () => {
    const stateFolder = temporaryFolder();
    const source = { kind: "code", code: "export default () => { console.log('runs'); for (;;); }" };
    const runId = await killInTheMiddle(stateFolder, "isolate", "node", "{}", JSON.stringify(source));
    const { errors } = await openBackend("isolate", {}, stateFolder);
    expect([leftovers(stateFolder), errors, findCgroup(runId, readCgroupLayout())]).toEqual([
      [],
      [],
      undefined,
    ]);
  });

  it("is cleared away by the next one that uses the backend: gvisor", async () => {
    const stateFolder = temporaryFolder();
    const source = { kind: "image", path: busyboxImage(temporaryFolder(), busybox) };
    const runId = await killInTheMiddle(
      stateFolder,
      "gvisor",
      "oci",
      "{}",
      JSON.stringify(source),
      '["echo runs; while :; do :; done"]',
    );
    const { errors } = await openBackend("gvisor", {}, stateFolder);
    expect([leftovers(stateFolder), errors, findCgroup(runId, readCgroupLayout())]).toEqual([
      [],
      [],
      undefined,
    ]);
  });

  it("is cleared away by the next one that uses the backend: microvm", async () => {
    const stateFolder = temporaryFolder();
    const config = await preparedMicrovm();
    const source = { kind: "code", code: "print('runs', flush=True)\nwhile True: pass" };
    const runId = await killInTheMiddle(
      stateFolder,
      "microvm",
      "python",
      JSON.stringify(config),
      JSON.stringify(source),
    );
    const { errors } = await openBackend("microvm", config, stateFolder);
    expect([leftovers(stateFolder), errors, findCgroup(runId, readCgroupLayout())]).toEqual([
      [],
      [],
      undefined,
    ]);
  });
});
