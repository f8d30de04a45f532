import { setTimeout as delay } from "node:timers/promises";
import { createIsolationRegistry } from "../../../generated/isolation/registry.js";
import type { Sandbox, SandboxRun } from "../../../src/isolation/core/sandbox.js";
import { createIsolation, type Isolation } from "../../../src/isolation/create-isolation.js";
import {
  defineIsolationBackend,
  type IsolationConfigFields,
} from "../../../src/isolation/define-isolation-backend.js";
import type { WorkloadRuntime } from "../../../src/isolation/workload.js";
import { temporaryFolder } from "../../support/folders.js";

/** What a test's program does; its JSON is the code of the workload. One without code ends at once, or waits if its argument is `wait`. */
export interface Script {
  /** Lines of the standard output. */
  readonly log?: readonly string[];
  /** Lines of the standard error. */
  readonly err?: readonly string[];
  readonly sleepMs?: number;
  readonly exit?: number;
  readonly output?: unknown;
  /** Writes for ever. */
  readonly flood?: boolean;
}

/** What the programs of a test have seen. */
export interface Observed {
  running: number;
  peak: number;
  /** Ids in the order of their start. */
  readonly started: string[];
  readonly ended: string[];
}

/** Backends under the shipped names whose programs are scripts in this process; only microvm says that it cannot run. */
export async function fakeIsolation(
  maxConcurrency = 4,
): Promise<{ readonly isolation: Isolation; readonly observed: Observed; dispose(): Promise<void> }> {
  const observed: Observed = { running: 0, peak: 0, started: [], ended: [] };
  const registry = createIsolationRegistry();
  const define = (id: string, name: string, runtimes: readonly WorkloadRuntime[], reason?: string) =>
    registry.register({
      ...{ id, kind: "isolation", title: id, schema: registryConfig, capabilities: able(id, name, runtimes) },
      provider: defineIsolationBackend<IsolationConfigFields>({
        ...{ id, capabilities: { name, supported_runtimes: runtimes, supported_isolations: [id] } },
        sandbox: () => scriptSandbox(observed, reason),
      }),
    } as never);
  const able = (id: string, name: string, runtimes: readonly string[]) => ({
    ...{ name, supported_runtimes: runtimes, supported_isolations: [id], max_concurrency: maxConcurrency },
  });
  define("isolate", "workerd", ["node", "wasm"]);
  define("gvisor", "gvisor", ["oci"]);
  define("microvm", "qemu", ["archive", "go", "node", "oci", "python"], "no kernel");
  const limits = { memory_mb: 256, cpus: 2, cpu_time: "60s", timeout: "60s", processes: 8, output_kb: 64 };
  const config = { limits, max_concurrency: maxConcurrency, allow_network: false };
  const isolation = await createIsolation(
    registry as never,
    { backends: { isolate: config, gvisor: config, microvm: config } },
    { stateFolder: temporaryFolder() },
  );
  return {
    isolation: isolation as Isolation,
    observed,
    dispose: () => isolation.close(),
  };
}

const registryConfig = {
  type: "object",
  properties: {
    limits: { type: "object", additionalProperties: true },
    max_concurrency: { type: "integer" },
    allow_network: { type: "boolean" },
  },
};

function scriptSandbox(observed: Observed, reason: string | undefined): Sandbox {
  return {
    refuse: ({ source }) => (source.kind === "binary" ? "this backend takes no binaries" : undefined),
    probe: async () =>
      reason === undefined ? { available: true, details: { engine: "1.0" } } : { available: false, reason },
    async run(run) {
      observed.running++;
      observed.peak = Math.max(observed.peak, observed.running);
      observed.started.push(run.workload.id);
      try {
        return await perform(run);
      } finally {
        observed.running--;
        observed.ended.push(run.workload.id);
      }
    },
  };
}

async function perform(run: SandboxRun): Promise<Awaited<ReturnType<Sandbox["run"]>>> {
  const { source, input } = run.workload;
  const waits: Script = run.workload.args?.[0] === "wait" ? { sleepMs: 60_000 } : {};
  const script: Script = source.kind === "code" ? JSON.parse(source.code) : waits;
  const encoder = new TextEncoder();
  for (const line of script.log ?? []) run.stdout(encoder.encode(`${line}\n`));
  for (const line of script.err ?? []) run.stderr(encoder.encode(`${line}\n`));
  while (script.flood === true && !run.signal.aborted) {
    run.stdout(encoder.encode("flood ".repeat(2000)));
    await delay(0);
  }
  if (script.sleepMs !== undefined) {
    await delay(script.sleepMs, undefined, { signal: run.signal }).catch(() => {});
  }
  const output = Object.hasOwn(script, "output") ? script.output : (input ?? null);
  return { exitCode: script.exit ?? 0, output: encoder.encode(JSON.stringify(output)) };
}
