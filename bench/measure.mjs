// Timing helpers. Every figure is a median of rounds that interleave the rivals, so that a slow minute of the
// machine hits all of them; only ratios within one run mean anything.
import { spawnSync } from "node:child_process";

export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Nanoseconds per call of `operation` over `inputs`, in one batch of about `milliseconds`. */
function batch(operation, inputs, milliseconds) {
  const end = performance.now() + milliseconds;
  const start = performance.now();
  let calls = 0;
  while (performance.now() < end) {
    for (let repeat = 0; repeat < 200; repeat++) {
      for (const input of inputs) operation(input);
    }
    calls += 200 * inputs.length;
  }
  return ((performance.now() - start) * 1e6) / calls;
}

/** Median nanoseconds per call of each named operation; `rivals` is name → {operation, inputs}. */
export function compare(rivals, { rounds = 7, milliseconds = 120 } = {}) {
  const times = Object.fromEntries(Object.keys(rivals).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const [name, { operation, inputs }] of Object.entries(rivals)) {
      const time = batch(operation, inputs, milliseconds);
      if (round > 0) times[name].push(time); // the first round only warms up
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, values]) => [name, median(values)]));
}

/** Median wall milliseconds of whole commands, interleaved; `commands` is name → argument list for Node. */
export function compareProcesses(commands, { rounds = 9, cwd } = {}) {
  const times = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const [name, args] of Object.entries(commands)) {
      const start = performance.now();
      const run = spawnSync(process.execPath, args, { cwd: cwd?.[name], encoding: "utf8" });
      if (run.status !== 0) throw new Error(`${name} failed:\n${run.stdout}${run.stderr}`);
      if (round > 0) times[name].push(performance.now() - start);
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, values]) => [name, median(values)]));
}

/** Median of a number that a child process prints on its last line. */
export function comparePrinted(commands, { rounds = 7 } = {}) {
  const printed = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const [name, args] of Object.entries(commands)) {
      const run = spawnSync(process.execPath, args, { encoding: "utf8" });
      if (run.status !== 0) throw new Error(`${name} failed:\n${run.stderr}`);
      if (round > 0) printed[name].push(Number(run.stdout.trim().split("\n").at(-1)));
    }
  }
  return Object.fromEntries(Object.entries(printed).map(([name, values]) => [name, median(values)]));
}
