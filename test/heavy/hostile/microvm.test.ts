import { describe, expect, it } from "vitest";
import { preparedMicrovm } from "../isolation/support/prepared.js";
import { attack } from "./support/attack.js";
import { microvmAttacks, microvmBombs } from "./support/microvm-programs.js";
import { hostileTarget } from "./support/target.js";

const target = hostileTarget(async () => ({
  microvm: {
    ...(await preparedMicrovm()),
    ...{
      accelerator: "tcg",
      limits: { memory_mb: 128, processes: 64, cpu_time: "4s", timeout: "4m", output_kb: 256 },
    },
  },
}));

describe.each([
  ["looks around, reaches out and lies", microvmAttacks],
  ["takes what it can", microvmBombs],
])("a virtual machine that %s", (_what, programs) => {
  it.each(programs.map((program) => [program.name, program] as const))("%s", async (_name, program) => {
    expect(await attack(target(), program)).toBeDefined();
  });
});
