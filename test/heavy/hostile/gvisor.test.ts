import { describe, expect, it } from "vitest";
import { attack } from "./support/attack.js";
import { gvisorBombs, gvisorForgeries, gvisorReads } from "./support/gvisor-programs.js";
import { hostileTarget } from "./support/target.js";

const target = hostileTarget({
  gvisor: { limits: { memory_mb: 128, processes: 64, cpu_time: "6s", timeout: "4m", output_kb: 256 } },
});

describe.each([
  ["looks around and reaches out", gvisorReads],
  ["takes what it can", gvisorBombs],
  ["lies", gvisorForgeries],
])("a container that %s", (_what, programs) => {
  it.each(programs.map((program) => [program.name, program] as const))("%s", async (_name, program) => {
    expect(await attack(target(), program)).toBeDefined();
  });
});
