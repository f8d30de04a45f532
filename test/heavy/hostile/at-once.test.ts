import { describe, expect, it } from "vitest";
import { waitUntil } from "../../support/wait-until.js";
import { preparedMicrovm } from "../isolation/support/prepared.js";
import { gvisorBombs } from "./support/gvisor-programs.js";
import { hostState } from "./support/host-state.js";
import { hostileArchives } from "./support/hostile-archives.js";
import { isolateBombs } from "./support/isolate-bombs.js";
import { microvmBombs } from "./support/microvm-programs.js";
import { hostileTarget } from "./support/target.js";

const limits = { memory_mb: 128, cpu_time: "1s", timeout: "10s", output_kb: 256 };
const target = hostileTarget(async () => ({
  isolate: { limits, max_concurrency: 4 },
  gvisor: { limits: { ...limits, processes: 64 }, max_concurrency: 3 },
  microvm: { ...(await preparedMicrovm()), accelerator: "tcg", limits, max_concurrency: 2 },
}));

describe("everything that takes what it can, at the same time", () => {
  it("ends, is told apart, and leaves nothing, while the server answers", async () => {
    const { server, canaries } = target();
    const before = hostState();
    const asked = (body: object): object => {
      const resources = "resources" in body ? (body.resources as { readonly timeout_s?: number }) : {};
      return { ...body, resources: { ...resources, timeout_s: Math.min(10, resources.timeout_s ?? 10) } };
    };
    const requests = [
      ...[...isolateBombs, ...gvisorBombs, ...microvmBombs.slice(0, 3)].map(({ request }) =>
        asked(request(target())),
      ),
      ...hostileArchives.map(({ content }) => ({
        ...{ runtime: "node", isolation: "isolate" },
        code_archive: content(canaries).toString("base64"),
      })),
    ];
    const ids = await Promise.all(
      requests.map(async (body) => {
        const { status, body: record } = await server.ask("POST", "/v1/workloads/async", body);
        expect([status, record]).toEqual([202, expect.anything()]);
        return record.id as string;
      }),
    );
    // One that means no harm gets its turn among them.
    const honest = await server.run({ runtime: "node", code: "export default (n) => n + 1", input: 41 });
    expect(honest.output).toBe("42");
    const reasons = new Map<string, number>();
    for (const id of ids) {
      await waitUntil(`${id} is over`, async () => {
        const { body } = await server.ask("GET", `/v1/workloads/${id}`);
        if (body.status === "pending" || body.status === "running") return false;
        const reason = body.reason ?? body.status;
        reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
        return true;
      });
    }
    for (const reason of ["timeout", "memory", "cpu", "output", "start", "completed"]) {
      expect(reasons.get(reason), reason).toBeGreaterThan(0);
    }
    expect(reasons.get("backend")).toBeUndefined();
    await server.settled();
    expect(hostState()).toEqual(before);
    expect(server.stderr()).toBe("");
  });
});
