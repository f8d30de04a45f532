import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { waitUntil } from "../../support/wait-until.js";
import { preparedMicrovm } from "../isolation/support/prepared.js";
import { hostileTarget } from "./support/target.js";

/** How many workloads, and how many of them at once. Virtual machines take seconds here: there are fewer of them. */
const counts = { isolate: [100, 4], gvisor: [24, 4], microvm: [6, 2] } as const;
type Backend = keyof typeof counts;

const target = hostileTarget(async () => ({
  isolate: { max_concurrency: counts.isolate[1] },
  gvisor: { max_concurrency: counts.gvisor[1] },
  microvm: { ...(await preparedMicrovm()), accelerator: "tcg", max_concurrency: counts.microvm[1] },
}));

function request(backend: Backend, index: number): object {
  if (backend === "isolate") return { runtime: "node", code: "export default (n) => n * 2;", input: index };
  if (backend === "gvisor")
    return { runtime: "oci", image: "attacker", entry: "/bin/busybox", args: ["echo", String(index * 2)] };
  return { runtime: "python", code: `print(${index} * 2)` };
}

interface Ran {
  readonly id: string;
  readonly status: string;
  readonly output: string;
  readonly started_at: string;
  readonly finished_at: string;
}

/** Most that ran at the same time: at each start, those that had started and had not ended. */
function mostAtOnce(ran: readonly Ran[]): number {
  const running = (moment: string): number =>
    ran.filter(({ started_at, finished_at }) => started_at <= moment && moment < finished_at).length;
  return Math.max(...ran.map(({ started_at }) => running(started_at)));
}

describe.each(Object.keys(counts) as Backend[])("many workloads for %s", (backend) => {
  it("run in order, never more than allowed at once, and none is lost", async () => {
    const { server } = target();
    const [count, allowed] = counts[backend];
    let mostGroups = 0;
    let mostFolders = 0;
    const runs = join(server.folder, "state", "runs");
    const watch = setInterval(() => {
      // A run has a group for each controller.
      const names = new Set(server.group.groups().map((folder) => folder.split("/").at(-1)));
      mostGroups = Math.max(mostGroups, names.size);
      if (existsSync(runs))
        mostFolders = Math.max(mostFolders, readdirSync(runs).filter((name) => !name.includes(".")).length);
    }, 5);
    const ids: string[] = [];
    for (let index = 0; index < count; index++) {
      const { status, body } = await server.ask("POST", "/v1/workloads/async", request(backend, index));
      expect(status).toBe(202);
      ids.push(body.id);
    }
    const ran: Ran[] = [];
    for (const id of ids) {
      await waitUntil(`${id} is over`, async () => {
        const { body } = await server.ask("GET", `/v1/workloads/${id}`);
        if (body.status === "pending" || body.status === "running") return false;
        ran.push(body);
        return true;
      });
    }
    clearInterval(watch);
    expect(
      ran.map(({ status, output }) => [status, Number(Buffer.from(output, "base64").toString())]),
    ).toEqual(ids.map((_, index) => ["completed", index * 2]));
    const starts = ran.map(({ started_at }) => started_at);
    expect(starts).toEqual([...starts].sort());
    for (const most of [mostAtOnce(ran), mostGroups, mostFolders]) {
      expect(most).toBeLessThanOrEqual(allowed);
      expect(most).toBeGreaterThan(1);
    }
    await server.settled();
  });
});
