// Timing. Every figure is a median of rounds that interleave the rivals, so that a slow minute of the machine hits all of
// them; only ratios within one run mean anything.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** The most memory that this process has had, in MiB. */
export function peakMemory() {
  try {
    // What getrusage says is, after a fork, at least what the parent had.
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))[1]) / 1024;
  } catch {
    return process.resourceUsage().maxRSS / 1024;
  }
}

/** Nanoseconds per call of `operation` over `inputs`: the median of five batches after one that only warms up. */
export function nanosecondsPerCall(operation, inputs, milliseconds) {
  const [first] = inputs;
  // Some take longer for one call than a batch should: then a few calls have to do.
  if (timeOf(operation, first) > milliseconds)
    return median(inputs.slice(0, 5).map((input) => timeOf(operation, input))) * 1e6;
  const times = [];
  for (let round = 0; round <= 5; round++) {
    const time = batch(operation, inputs, milliseconds);
    if (round > 0) times.push(time);
  }
  return median(times);
}

function timeOf(operation, input) {
  const start = performance.now();
  operation(input);
  return performance.now() - start;
}

function batch(operation, inputs, milliseconds) {
  const start = performance.now();
  let calls = 0;
  // Looking at the clock takes as long as a fast operation; slow ones must not be repeated before it is looked at.
  let repeats = 1;
  for (;;) {
    for (let repeat = 0; repeat < repeats; repeat++) for (const input of inputs) operation(input);
    calls += repeats * inputs.length;
    const elapsed = performance.now() - start;
    if (elapsed >= milliseconds) return (elapsed * 1e6) / calls;
    if (elapsed < milliseconds / 10) repeats *= 2;
  }
}

/** The same for an operation that gives a promise: each call is awaited before the next. */
export async function nanosecondsPerAwaitedCall(operation, inputs, milliseconds) {
  const times = [];
  for (let round = 0; round <= 5; round++) {
    const start = performance.now();
    let calls = 0;
    do {
      for (const input of inputs) await operation(input);
      calls += inputs.length;
    } while (performance.now() - start < milliseconds);
    if (round > 0) times.push(((performance.now() - start) * 1e6) / calls);
  }
  return median(times);
}

/** What a command came to: wall time in milliseconds, and what it printed; or that it was stopped at its limit. */
export function runNode(args, { cwd, limit = 60_000 } = {}) {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(process.execPath, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
    const output = { stdout: "", stderr: "" };
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill("SIGKILL");
    }, limit);
    for (const name of ["stdout", "stderr"])
      child[name].setEncoding("utf8").on("data", (text) => {
        output[name] += text;
      });
    child.on("error", reject);
    child.on("close", (status) => {
      clearTimeout(timer);
      resolve({ milliseconds: performance.now() - start, status, timedOut, ...output });
    });
  });
}

/** The same for commands that must succeed. */
export async function runNodeOrFail(args, options) {
  const run = await runNode(args, options);
  if (run.status !== 0)
    throw new Error(`node ${args.join(" ")} failed:\n${run.stdout}${run.stderr.slice(-4000)}`);
  return run;
}

/** Median wall milliseconds of whole commands, interleaved; `commands` is name → {args, cwd, prepare}. */
export async function compareCommands(commands, rounds) {
  const times = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const [name, { args, cwd, prepare }] of Object.entries(commands)) {
      await prepare?.(round);
      const { milliseconds } = await runNodeOrFail(args, { cwd, limit: 600_000 });
      if (round > 0 || rounds === 0) times[name].push(milliseconds); // the first round fills the caches of the disk
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, values]) => [name, median(values)]));
}

/**
 * Runs a script that prints JSON, interleaved over rivals: the medians of its numbers, member by member. A rival that
 * exceeds the limit, or fails, is not run again: its answer is `{dnf: why}`.
 */
export async function compareChildren(rivals, { rounds, limit }) {
  const answers = Object.fromEntries(Object.keys(rivals).map((name) => [name, []]));
  const failed = {};
  for (let round = 0; round < rounds; round++) {
    for (const [name, args] of Object.entries(rivals)) {
      if (failed[name]) continue;
      const run = await runNode(args, { limit });
      if (run.timedOut) failed[name] = `over ${limit / 1000} s`;
      else if (run.status !== 0) failed[name] = reason(run);
      else answers[name].push(JSON.parse(run.stdout.trim().split("\n").at(-1)));
    }
  }
  return Object.fromEntries(
    Object.entries(answers).map(([name, list]) => [
      name,
      failed[name] ? { dnf: failed[name] } : mediansOf(list),
    ]),
  );
}

function mediansOf(list) {
  return Object.fromEntries(
    Object.keys(list[0]).map((key) => [key, median(list.map((answer) => answer[key]))]),
  );
}

function reason({ stderr, status }) {
  if (/heap out of memory/.test(stderr)) return "out of memory";
  if (/Maximum call stack/.test(stderr)) return "stack overflow";
  const [line] = stderr.split("\n").filter((text) => /Error/.test(text));
  return (line ?? `exit status ${status}`).trim().slice(0, 120);
}
