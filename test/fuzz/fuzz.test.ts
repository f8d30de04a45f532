import { afterAll, describe, expect, it } from "vitest";
import { corpus } from "./corpus.js";
import { targets } from "./fuzz-input.js";
import { fuzz, mustBeFine } from "./fuzz-target.js";
import { WatchedProcess } from "./watched-process.js";

/** The same inputs every time, so that a change is not held up by what it did not do; the heavy suite looks for new ones. */
const seed = Number(process.env.FUZZ_SEED ?? 20_260_101);
const seconds = Number(process.env.FUZZ_SECONDS ?? 4) / targets.length;

const running = new WatchedProcess();
afterAll(() => running.close());

describe.each(targets)("%s", (target) => {
  it("takes every input of the corpus", { timeout: 300_000 }, async () => {
    for (const [, input] of corpus(target)) await mustBeFine(running, target, input);
  });

  it(`takes whatever comes in a short time (seed ${seed})`, { timeout: 300_000 }, async () => {
    expect(await fuzz(running, target, { seconds, seed })).toBeGreaterThan(0);
  });
});
