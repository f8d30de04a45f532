import { describe, expect, it } from "vitest";
import { attack } from "./support/attack.js";
import { isolateBombs } from "./support/isolate-bombs.js";
import { isolateForgeries, isolateNames } from "./support/isolate-forgeries.js";
import { isolateProcesses, isolateReads } from "./support/isolate-programs.js";
import { hostileTarget } from "./support/target.js";

const target = hostileTarget({
  isolate: {
    allow_network: true,
    limits: { memory_mb: 128, cpu_time: "3s", timeout: "60s", output_kb: 256 },
  },
});

describe.each([
  ["reads and reaches", isolateReads],
  ["starts and ends", isolateProcesses],
  ["takes", isolateBombs],
  ["forges", isolateForgeries],
  ["names", isolateNames],
])("a module that %s what it must not", (_what, programs) => {
  it.each(programs.map((program) => [program.name, program] as const))("%s", async (_name, program) => {
    expect(await attack(target(), program)).toBeDefined();
  });
});
