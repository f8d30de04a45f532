import { spawn } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import type { IsolationBackend } from "../../src/isolation/backend.js";
import { defineIsolationBackend } from "../../src/isolation/define-isolation-backend.js";
import { temporaryFolder } from "../support/folders.js";

const limits = { memory_mb: 96, cpus: 1, cpu_time: "5s", timeout: "5s", processes: 8, output_kb: 10 };
const workload = { id: "a", runtime: "node", source: { kind: "code", code: "" } } as const;

/** A backend whose sandbox leaves a process behind, as one does whose process hangs in the kernel. */
function leakyBackend(stateFolder: string, errors: string[]): { backend: IsolationBackend; pids: number[] } {
  const pids: number[] = [];
  const provider = defineIsolationBackend({
    id: "leaky",
    capabilities: { name: "leaky", supported_runtimes: ["node"], supported_isolations: ["leaky"] },
    sandbox: () => ({
      refuse: () => undefined,
      probe: async () => ({ available: true, details: {} }),
      async run(run) {
        const { pid = 0 } = spawn("sleep", ["600"], { detached: true, stdio: "ignore" });
        pids.push(pid);
        run.recordProcess(pid);
        throw new Error(`process ${pid} cannot be killed`);
      },
    }),
  });
  const onError = ({ message }: Error): void => void errors.push(message);
  return { backend: provider.create({ limits, max_concurrency: 1 }, { stateFolder, onError }), pids };
}

const records = (stateFolder: string): readonly string[] =>
  readdirSync(join(stateFolder, "runs")).filter((name) => name.endsWith(".json"));

function isAlive(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, "latin1").includes(") Z ");
  } catch {
    return false;
  }
}

it("keeps a run written down of which a process lives on, and ends it when it is closed", async () => {
  const stateFolder = temporaryFolder();
  const errors: string[] = [];
  const { backend, pids } = leakyBackend(stateFolder, errors);
  const [pid = 0] = (await backend.execute(workload).then((result) => {
    expect(result).toMatchObject({ status: "failed", reason: "backend" });
    return pids;
  })) as number[];
  onTestFinished(() => void (isAlive(pid) && process.kill(pid, "SIGKILL")));
  expect(records(stateFolder)).toHaveLength(1);
  expect(errors.join()).toMatch(new RegExp(`^run [0-9a-f]{16} \\(process ${pid}\\) could not be ended`));
  expect(isAlive(pid)).toBe(true);
  await backend.close();
  expect([records(stateFolder), isAlive(pid)]).toEqual([[], false]);
});

it("is ended by the next process that uses the backend", async () => {
  const stateFolder = temporaryFolder();
  const { backend, pids } = leakyBackend(stateFolder, []);
  await backend.execute(workload);
  const [pid = 0] = pids;
  onTestFinished(() => void (isAlive(pid) && process.kill(pid, "SIGKILL")));
  const [name = ""] = records(stateFolder);
  const file = join(stateFolder, "runs", name);
  const record = JSON.parse(readFileSync(file, "utf8"));
  // As if its owner had died: no process has started at that time.
  writeFileSync(file, JSON.stringify({ ...record, owner: { ...record.owner, started: "1" } }));
  await leakyBackend(stateFolder, []).backend.available();
  expect([records(stateFolder), isAlive(pid)]).toEqual([[], false]);
});
