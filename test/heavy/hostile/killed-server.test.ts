import { describe, expect, it } from "vitest";
import { waitUntil } from "../../support/wait-until.js";
import { preparedMicrovm } from "../isolation/support/prepared.js";
import { hostState } from "./support/host-state.js";
import { hostileTarget } from "./support/target.js";

const target = hostileTarget(
  async () => ({
    isolate: { max_concurrency: 1 },
    gvisor: { max_concurrency: 1 },
    microvm: { ...(await preparedMicrovm()), accelerator: "tcg", max_concurrency: 1 },
  }),
  { probed: false },
);

/** Programs of each backend that do not want to end; each says that it runs. */
const endless: readonly object[] = [
  {
    runtime: "node",
    code: 'export default () => { console.log("runs"); for (;;); };',
    resources: { cpus: 0.2 },
  },
  {
    ...{ runtime: "oci", image: "attacker", entry: "/bin/busybox" },
    args: ["sh", "-c", "trap '' TERM HUP INT; echo runs; (while :; do :; done) & while :; do :; done"],
    resources: { cpus: 0.2 },
  },
  {
    runtime: "python",
    code: "import os, signal\nfor one in (1, 2, 15): signal.signal(one, signal.SIG_IGN)\nos.fork()\nprint('runs', flush=True)\nwhile True: pass",
  },
];

describe("a server that is killed while programs of all backends run", () => {
  it("leaves what the next start clears away, and the next start says what has become of them", async () => {
    const { server, canaries } = target();
    const mounts = (hostState() as { readonly mounts: string }).mounts;
    const running: string[] = [];
    for (const body of endless) running.push((await server.ask("POST", "/v1/workloads/async", body)).body.id);
    const pending = (await server.ask("POST", "/v1/workloads/async", endless[0])).body.id as string;
    for (const id of running) {
      await waitUntil(`${id} runs`, async () =>
        (await server.ended(id)).log.some(({ line }) => line.startsWith("runs")),
      );
    }
    expect((await server.ask("GET", `/v1/workloads/${pending}`)).body.status).toBe("pending");
    await server.end("SIGKILL");

    const left = server.leftovers();
    process.stdout.write(
      `left by a server that was killed: ${left.length} things, ${server.group.processes().length} processes\n`,
    );
    expect(left.filter((what) => what.includes("/provc-")).length).toBeGreaterThanOrEqual(3);
    expect(left.filter((what) => what.endsWith(".json"))).toHaveLength(3);

    await server.start();
    await server.settled();
    expect((hostState() as { readonly mounts: string }).mounts).toBe(mounts);
    for (const id of running) {
      expect((await server.ended(id)).record).toMatchObject({
        ...{ status: "failed", reason: "server", error: "the server ended while the workload was running" },
      });
    }
    expect((await server.ended(pending)).record).toMatchObject({
      ...{ status: "failed", reason: "server", error: "the server ended before the workload ran" },
    });
    await server.available();
    expect((await server.run({ runtime: "node", code: "export default () => 'runs again'" })).output).toBe(
      '"runs again"',
    );
    expect(server.stderr()).toBe("");
    expect(canaries.written()).toBe("untouched");
    await server.settled();
  });
});
