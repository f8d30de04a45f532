import { describe, expect, it } from "vitest";
import { corpus } from "../../fuzz/corpus.js";
import { targets } from "../../fuzz/fuzz-input.js";
import { fuzz, mustBeFine } from "../../fuzz/fuzz-target.js";
import { WatchedProcess } from "../../fuzz/watched-process.js";

/** For all targets together. */
const seconds = Number(process.env.FUZZ_SECONDS ?? 600) / targets.length;
/** Another one every time; FUZZ_SEED repeats a run. */
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);

describe.each(targets)("%s", (target) => {
  it("takes every input of the corpus", { timeout: 300_000 }, async () => {
    const running = new WatchedProcess();
    try {
      for (const [, input] of corpus(target)) await mustBeFine(running, target, input);
    } finally {
      running.close();
    }
  });

  // Long after its time, a target that went on would not be stopped by anything else.
  it(`takes whatever comes (seed ${seed})`, { timeout: seconds * 1000 + 300_000 }, async () => {
    const running = new WatchedProcess();
    try {
      const count = await fuzz(running, target, { seconds, seed });
      console.info(`fuzz ${target}: ${count} inputs in ${seconds} s, seed ${seed}`);
      expect(count).toBeGreaterThan(0);
    } finally {
      running.close();
    }
  });
});
