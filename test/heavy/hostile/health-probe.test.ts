import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, it, onTestFinished } from "vitest";
import { startHealthProbe } from "./support/health-probe.js";

/** A server whose event loop stands still when it is asked to: it computes, or it waits. */
const SERVER = `
const http = require("node:http");
const server = http.createServer((request, response) => {
  const used = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1000; };
  const start = used();
  if (request.url === "/compute") while (used() - start < 2500);
  if (request.url === "/wait") Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2500);
  response.end("ok");
}).listen(0, "127.0.0.1", () => console.log(server.address().port));
`;

it.each(["/compute", "/wait"])("the probe notices a server that stands still: %s", async (path) => {
  const child = spawn(process.execPath, ["-e", SERVER], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [port] = await once(child.stdout, "data");
  const url = `http://127.0.0.1:${String(port).trim()}`;
  const probe = startHealthProbe(url, child.pid ?? 0);
  await probe.phase("idle");
  await (await fetch(`${url}/nothing`)).text();
  await probe.phase("held");
  await (await fetch(url + path)).text();
  const phases = await probe.end();
  // A little of it may have passed between two probes.
  expect(phases.get("held")?.held).toBeGreaterThan(2_000);
  expect(phases.get("idle")?.held).toBeLessThan(2_000);
});
