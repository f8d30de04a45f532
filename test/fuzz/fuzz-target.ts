import fc from "fast-check";
import type { FuzzInput, TargetName } from "./fuzz-input.js";
import { inputs } from "./generators/inputs.js";
import type { WatchedProcess } from "./watched-process.js";

export interface FuzzSettings {
  /** How long to go on. */
  readonly seconds: number;
  /** The same seed gives the same inputs, as many as there is time for. */
  readonly seed: number;
}

/**
 * Runs inputs of a target until the time is over, and gives how many there were.
 * @throws with the smallest input found that has problems, ready for the corpus, and the seed.
 */
export async function fuzz(
  running: WatchedProcess,
  name: TargetName,
  { seconds, seed }: FuzzSettings,
): Promise<number> {
  const end = Date.now() + seconds * 1000;
  let count = 0;
  const property = fc.asyncProperty(inputs[name], async (input) => {
    if (count > 0 && Date.now() > end) return;
    count++;
    await mustBeFine(running, name, input);
  });
  // In batches, because an interruption by fast-check leaves the last input running.
  for (let batch = 0; batch === 0 || Date.now() < end; batch++) {
    await fc.assert(property, { seed: seed + batch, numRuns: 25 });
  }
  return count;
}

/** @throws when there is a problem with an input. */
export async function mustBeFine(running: WatchedProcess, name: TargetName, input: FuzzInput): Promise<void> {
  const problems = await running.run(name, input);
  if (problems.length > 0) throw new Error(`${problems.join("\n")}\ninput: ${JSON.stringify(input)}`);
}
