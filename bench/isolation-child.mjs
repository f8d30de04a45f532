// One process: prints how long a workload takes in the isolate backend, from `execute` to its result, and how long workerd alone takes
// to its first response and until it has been ended, in turns; milliseconds of the median and of the fastest.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createIsolation, isolationRegistry } from "../dist/isolation.js";
import { median } from "./measure.mjs";

const rounds = Number(process.argv[2]);
const { default: workerd } = createRequire(import.meta.url)("workerd");
const folder = mkdtempSync(join(tmpdir(), "provc-bench-isolation-"));
const isolation = await createIsolation(isolationRegistry, {}, { stateFolder: join(folder, "state") });
const { backend } = await isolation.resolve("auto", "node");
await backend.available();

const workload = {
  runtime: "node",
  source: { kind: "code", code: "export default (n) => n * 2;" },
  input: 4,
};

async function execute(id) {
  const start = performance.now();
  const { output } = await backend.execute({ id, ...workload });
  const time = performance.now() - start;
  if (Buffer.from(output).toString() !== "8") throw new Error("Error: the workload has not run");
  return { execute: time };
}

const script = `export default {
  async fetch(request) { const { input } = await request.json(); return Response.json(input * 2); }
};`;
const config = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .program), (name = "denied", network = (allow = [], deny = []))],
  sockets = [(name = "http", address = "unix:w.sock", http = (), service = "main")],
  v8Flags = ["--max-old-space-size=64", "--single-threaded-gc"],
);
const program :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = "2026-11-01", globalOutbound = "denied",
);`;

/** workerd as the handbook has it, confined by nothing: from its start to its first response, and until it has been ended. */
async function alone(id) {
  const cwd = join(folder, id);
  mkdirSync(cwd);
  writeFileSync(join(cwd, "worker.js"), script);
  writeFileSync(join(cwd, "config.capnp"), config);
  const start = performance.now();
  const child = spawn(workerd, ["serve", "--control-fd=3", "config.capnp"], {
    cwd,
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const ended = new Promise((resolve) => child.once("close", resolve));
  await new Promise((resolve) => child.stdio[3].once("data", resolve));
  const body = await post(join(cwd, "w.sock"), JSON.stringify({ input: 4 }));
  const response = performance.now() - start;
  child.kill("SIGKILL");
  await ended;
  const end = performance.now() - start;
  if (body !== "8") throw new Error("Error: workerd has not answered");
  return { alone: response, aloneEnded: end };
}

function post(socketPath, body) {
  return new Promise((resolve, reject) => {
    const call = request({ socketPath, method: "POST", path: "/", agent: false }, (response) => {
      let text = "";
      response
        .setEncoding("utf8")
        .on("data", (part) => (text += part))
        .on("end", () => resolve(text));
    });
    call.on("error", reject).end(body);
  });
}

const subjects = { execute, alone };
const times = { execute: [], alone: [], aloneEnded: [] };
try {
  // The first two rounds fill caches.
  for (let round = -2; round < rounds; round++) {
    for (const [name, subject] of Object.entries(subjects)) {
      const measured = await subject(`${name}${round + 2}`);
      if (round < 0) continue;
      for (const [what, time] of Object.entries(measured)) times[what].push(time);
    }
  }
} finally {
  await isolation.close();
  rmSync(folder, { recursive: true, force: true });
}
const answer = Object.entries(times).flatMap(([name, list]) => [
  [name, median(list)],
  [`${name}Fastest`, Math.min(...list)],
]);
console.log(JSON.stringify(Object.fromEntries(answer)));
