import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect } from "vitest";
import type { Target } from "./attack.js";
import { attackerProgram, writeAttackerImage } from "./attacker-image.js";
import { setCanaries } from "./canaries.js";
import { type HealthProbe, startHealthProbe } from "./health-probe.js";
import { hostileServer } from "./hostile-server.js";

const IDLE_MS = 2_000;
/** What a request may take of the server's own time. Nothing that it does at once takes a tenth of it. */
const MOST_HELD_MS = 2_000;

/**
 * A server, the canaries and the image of the attacker, for all tests of a file. While they run the server is asked whether it is
 * well, and has to answer every time, without ever standing still; how fast is printed, beside how fast it is with nothing to do.
 */
export function hostileTarget(
  backends: object | (() => Promise<object>),
  { probed = true }: { readonly probed?: boolean } = {},
): () => Target {
  let target: Target | undefined;
  let probe: HealthProbe | undefined;
  beforeAll(async () => {
    const canaries = await setCanaries();
    const images = join(canaries.folder, "images");
    mkdirSync(images);
    const attacker = attackerProgram(canaries.folder);
    writeAttackerImage(images, attacker);
    const server = hostileServer({
      backends: typeof backends === "function" ? await backends() : backends,
      token: `token-${canaries.secret}`,
      secret: canaries.secret,
      images,
    });
    target = { server, canaries, attacker };
    await server.start();
    await server.available();
    if (!probed) return;
    probe = startHealthProbe(server.url, server.pid);
    await probe.phase("idle");
    await delay(IDLE_MS);
    await probe.phase("attacked");
  });
  afterAll(async () => {
    try {
      for (const [phase, { probes, unanswered, median, p99, max, held }] of (await probe?.end()) ?? []) {
        if (phase === "start") continue;
        process.stdout.write(
          `healthz ${phase}: ${probes} probes, median ${median} ms, p99 ${p99} ms, max ${max} ms, of its own time ${held} ms\n`,
        );
        expect(unanswered, `unanswered probes (${phase})`).toBe(0);
        expect(held, `the server stood still (${phase})`).toBeLessThan(MOST_HELD_MS);
      }
      if (target === undefined) return;
      process.stdout.write(`memory of the server at most: ${peakMemory(target.server.pid)}\n`);
    } finally {
      await target?.server.remove();
      target?.canaries.close();
    }
  });
  return () => target as Target;
}

function peakMemory(pid: number): string {
  return /^VmHWM:\s*(.*)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? "unknown";
}
