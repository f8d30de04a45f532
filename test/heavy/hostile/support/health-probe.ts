import { Worker } from "node:worker_threads";

/** How long a server took to answer, in milliseconds. */
export interface Latencies {
  readonly probes: number;
  /** Probes that were not answered, or with something else than 200. */
  readonly unanswered: number;
  readonly median: number;
  readonly p99: number;
  readonly max: number;
}

/** Asks for `/healthz` again and again, in a thread of its own, so that nothing of the tests is measured. */
export interface HealthProbe {
  /** Ends the phase that has a name so far, and begins the next one. */
  phase(name: string): Promise<void>;
  /** What was measured in each phase. */
  end(): Promise<ReadonlyMap<string, Latencies>>;
}

const INTERVAL_MS = 50;
const PATIENCE_MS = 20_000;

const SOURCE = `
const { parentPort, workerData } = require("node:worker_threads");
const http = require("node:http");
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const phases = new Map();
let times = [];
phases.set("start", times);
let ended = false;
const once = () => new Promise((resolve) => {
  const start = performance.now();
  const fail = () => resolve(undefined);
  const request = http.get(workerData.url + "/healthz", { agent, timeout: workerData.patience }, (response) => {
    response.resume().on("end", () => resolve(response.statusCode === 200 ? performance.now() - start : undefined)).on("error", fail);
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

/** Begins with a phase that is called `start`. */
export function startHealthProbe(url: string): HealthProbe {
  const worker = new Worker(SOURCE, {
    eval: true,
    workerData: { url, interval: INTERVAL_MS, patience: PATIENCE_MS },
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
      const measured = (await phases) as ReadonlyMap<string, readonly (number | undefined)[]>;
      return new Map([...measured].map(([name, times]) => [name, latencies(times)]));
    },
  };
}

function latencies(times: readonly (number | undefined)[]): Latencies {
  const answered = times.filter((time) => time !== undefined).sort((one, other) => one - other);
  const at = (share: number): number => round(answered[Math.floor((answered.length - 1) * share)] ?? 0);
  return {
    probes: times.length,
    unanswered: times.length - answered.length,
    median: at(0.5),
    p99: at(0.99),
    max: at(1),
  };
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}
