import { Worker } from "node:worker_threads";

/** How long a server took to answer, in milliseconds. */
export interface Latencies {
  readonly probes: number;
  /** Probes that were not answered, or with something else than 200. */
  readonly unanswered: number;
  readonly median: number;
  readonly p99: number;
  readonly max: number;
  /**
   * The longest that a request took of the server's own time: without what the server and this probe spent waiting for a processor.
   * A server whose event loop stands still takes it, whether it computes or waits; one on a machine that is busy does not.
   */
  readonly held: number;
}

/** Asks for `/healthz` again and again, in a thread of its own, so that nothing of the tests is measured. */
export interface HealthProbe {
  /** Ends the phase that has a name so far, and begins the next one. */
  phase(name: string): Promise<void>;
  /** What was measured in each phase. */
  end(): Promise<ReadonlyMap<string, Latencies>>;
}

const INTERVAL_MS = 50;
const PATIENCE_MS = 60_000;

const SOURCE = `
const { parentPort, workerData } = require("node:worker_threads");
const http = require("node:http");
const { readFileSync } = require("node:fs");
const thread = "/proc/" + workerData.pid + "/task/" + workerData.pid;
// Milliseconds that a thread has waited for a processor.
const waited = (folder) => { try { return Number(readFileSync(folder + "/schedstat", "utf8").split(" ")[1]) / 1e6; } catch { return 0; } };
const waitedInAll = () => waited(thread) + waited("/proc/thread-self");
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const phases = new Map();
let times = [];
phases.set("start", times);
let ended = false;
const once = () => new Promise((resolve) => {
  const before = waitedInAll();
  const start = performance.now();
  const took = () => { const time = performance.now() - start; return { time, held: time - (waitedInAll() - before) }; };
  const fail = () => resolve({ held: took().held });
  const request = http.get(workerData.url + "/healthz", { agent, timeout: workerData.patience }, (response) => {
    response.resume().on("end", () => resolve(response.statusCode === 200 ? took() : { held: took().held })).on("error", fail);
  });
  request.on("timeout", () => request.destroy(new Error("timeout"))).on("error", fail);
});
parentPort.on("message", (name) => {
  if (name === undefined) { ended = true; return; }
  times = [];
  phases.set(name, times);
  parentPort.postMessage("ready");
});
(async () => {
  while (!ended) {
    const list = times;
    list.push(await once());
    await new Promise((resolve) => setTimeout(resolve, workerData.interval));
  }
  agent.destroy();
  parentPort.postMessage(phases);
  parentPort.close();
})();
`;

/** What is known of one request. */
interface Probed {
  /** Absent when it was not answered, or with something else than 200. */
  readonly time?: number;
  readonly held: number;
}

/** Asks a server whose process has this number. Begins with a phase that is called `start`. */
export function startHealthProbe(url: string, pid: number): HealthProbe {
  const worker = new Worker(SOURCE, {
    eval: true,
    workerData: { url, pid, interval: INTERVAL_MS, patience: PATIENCE_MS },
  });
  const answer = (): Promise<unknown> => new Promise((resolve) => worker.once("message", resolve));
  return {
    async phase(name) {
      const ready = answer();
      worker.postMessage(name);
      await ready;
    },
    async end() {
      const phases = answer();
      worker.postMessage(undefined);
      const measured = (await phases) as ReadonlyMap<string, readonly Probed[]>;
      return new Map([...measured].map(([name, probes]) => [name, latencies(probes)]));
    },
  };
}

function latencies(probes: readonly Probed[]): Latencies {
  const answered = probes.flatMap(({ time }) => time ?? []).sort((one, other) => one - other);
  const at = (share: number): number => round(answered[Math.floor((answered.length - 1) * share)] ?? 0);
  return {
    probes: probes.length,
    unanswered: probes.length - answered.length,
    median: at(0.5),
    p99: at(0.99),
    max: at(1),
    held: round(Math.max(0, ...probes.map(({ held }) => held))),
  };
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}
