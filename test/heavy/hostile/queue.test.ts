import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { preparedMicrovm } from "../isolation/support/prepared.js";
import type { ServerGroup } from "./support/server-group.js";
import { hostileTarget } from "./support/target.js";
import { tinyProgram } from "./support/tiny-program.js";

const COUNT = 100;
const AT_ONCE = 4;
/** With how many milliseconds between the looks at what runs: a virtual machine takes seconds of a processor to start here. */
const looks = { isolate: 5, gvisor: 5, microvm: 50 } as const;
type Backend = keyof typeof looks;
/** Of that, a hundred take two minutes of two processors that have nothing else to do. */
const PATIENCE_MS = 900_000;

const target = hostileTarget(async () => ({
  isolate: { max_concurrency: AT_ONCE },
  gvisor: { max_concurrency: AT_ONCE },
  microvm: {
    ...(await preparedMicrovm()),
    ...{ accelerator: "tcg", max_concurrency: AT_ONCE, limits: { timeout: "10m" } },
  },
}));

function request(backend: Backend, index: number): object {
  if (backend === "isolate") return { runtime: "node", code: "export default (n) => n * 2;", input: index };
  if (backend === "gvisor")
    return { runtime: "oci", image: "attacker", entry: "/bin/busybox", args: ["echo", String(index * 2)] };
  // The least that a machine can be started for.
  const binary = tinyProgram(String(index * 2)).toString("base64");
  return { runtime: "go", binary, resources: { mem_mb: 96 } };
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

/**
 * The groups that runs are in. A run has one for each controller. They are looked up one after the other, while one run's
 * are being removed and the next one's made: neither has them all then.
 */
function wholeGroups({ joinFiles, groups }: ServerGroup): string[] {
  const names = groups().map((folder) => basename(folder));
  const times = (name: string): number => names.filter((other) => other === name).length;
  return [...new Set(names)].filter((name) => times(name) === joinFiles.length);
}

describe.each(Object.keys(looks) as Backend[])("a hundred workloads for %s", (backend) => {
  it("run in order, never more than four at once, and none is lost", { timeout: PATIENCE_MS }, async () => {
    const { server } = target();
    let mostGroups = 0;
    let mostFolders = 0;
    const runs = join(server.folder, "state", "runs");
    const watch = setInterval(() => {
      mostGroups = Math.max(mostGroups, wholeGroups(server.group).length);
      if (existsSync(runs))
        mostFolders = Math.max(mostFolders, readdirSync(runs).filter((name) => !name.includes(".")).length);
    }, looks[backend]);
    const ids: string[] = [];
    for (let index = 0; index < COUNT; index++) {
      const { status, body } = await server.ask("POST", "/v1/workloads/async", request(backend, index));
      expect(status).toBe(202);
      ids.push(body.id);
    }
    const ran: Ran[] = [];
    for (const id of ids) {
      let { body } = await server.ask("GET", `/v1/workloads/${id}`);
      while (body.status === "pending" || body.status === "running") {
        await delay(5 * looks[backend]);
        ({ body } = await server.ask("GET", `/v1/workloads/${id}`));
      }
      ran.push(body);
    }
    clearInterval(watch);
    expect(
      ran.map(({ status, output }) => [status, Number(Buffer.from(output, "base64").toString())]),
    ).toEqual(ids.map((_, index) => ["completed", index * 2]));
    const starts = ran.map(({ started_at }) => started_at);
    expect(starts).toEqual([...starts].sort());
    for (const most of [mostAtOnce(ran), mostGroups, mostFolders]) {
      expect(most).toBeLessThanOrEqual(AT_ONCE);
      expect(most).toBeGreaterThan(1);
    }
    await server.settled();
  });
});
