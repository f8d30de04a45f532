import { afterAll, describe, expect, it } from "vitest";
import { targets } from "./fuzz-input.js";
import { fuzz } from "./fuzz-target.js";
import { WatchedProcess } from "./watched-process.js";

/** The same inputs every time, so that a change is not held up by what it did not do; the heavy suite looks for new ones. */
const seed = Number(process.env.FUZZ_SEED ?? 20_260_101);
const seconds = Number(process.env.FUZZ_SECONDS ?? 8) / targets.length;

const running = new WatchedProcess();
afterAll(() => running.close());

describe.each(targets)("%s", (target) => {
  it(`takes whatever comes in a short time (seed ${seed})`, { timeout: 300_000 }, async () => {
    expect(await fuzz(running, target, { seconds, seed })).toBeGreaterThan(0);
  });
});
