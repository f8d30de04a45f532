import { afterAll, describe, expect, it } from "vitest";
import { randomSeed } from "../setup/random-seed.js";
import { targets } from "./fuzz-input.js";
import { fuzz } from "./fuzz-target.js";
import { WatchedProcess } from "./watched-process.js";

const seconds = Number(process.env.FUZZ_SECONDS ?? 8) / targets.length;

const running = new WatchedProcess();
afterAll(() => running.close());

describe.each(targets)("%s", (target) => {
  it(`takes whatever comes in a short time (seed ${randomSeed})`, { timeout: 300_000 }, async () => {
    expect(await fuzz(running, target, { seconds, seed: randomSeed })).toBeGreaterThan(0);
  });
});
