import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { realpathSync } from "node:fs";
import type { ContractCheck } from "./contract-check.js";
import { assertEnded, assertOneLineError, resultOf, toldExitCode } from "./expectations.js";

/** What `dev` has to do. */
export const devChecks: readonly ContractCheck[] = [
  {
    name: "dev hands on the exit code",
    async run(bench) {
      for (const exitCode of [0, 7]) {
        const { outcome } = await bench.dev({ exitCode });
        assert.equal(
          toldExitCode(await outcome),
          exitCode,
          `exit code ${exitCode} is told as something else`,
        );
      }
    },
  },
  {
    name: "dev runs in the project's folder with the options' variables",
    async run(bench) {
      const { outcome, program, options } = await bench.dev({ records: ["PROVC_TESTING_MARK"] });
      await outcome;
      const [run] = program.runs();
      assert.ok(run, "the program was not run");
      assert.equal(run.cwd, realpathSync(options.workDir), "the program ran in another folder");
      assert.equal(run.env.PROVC_TESTING_MARK, "seen", "the program has not got the options' variables");
    },
  },
  {
    name: "dev hands on both streams",
    async run(bench) {
      const { outcome, stdout, stderr } = await bench.dev({
        lines: ["to-stdout"],
        errorLines: ["to-stderr"],
      });
      await outcome;
      assert.match(stdout.text, /to-stdout\n/, "standard output is not handed on");
      assert.match(stderr.text, /to-stderr\n/, "standard error is not handed on");
    },
  },
  {
    name: "dev hands on output while the program runs",
    async run(bench) {
      const { outcome, program, stdout, controller } = await bench.dev({ lineOnGo: "live", stays: true });
      await bench.eventually("the program runs", () => program.runs().length > 0);
      program.go();
      await bench.eventually("its output", () => stdout.text.includes("live"));
      controller.abort();
      await outcome;
    },
  },
  {
    name: "dev calls onReady once, and not before the program runs",
    async run(bench) {
      let calls = 0;
      const { outcome, program, controller } = await bench.dev(
        { stays: true },
        { onReady: () => void calls++ },
      );
      assert.ok(calls === 0 || program.runs().length > 0, "onReady was called before the program ran");
      await bench.eventually("onReady", () => calls > 0);
      await bench.eventually("the program runs", () => program.runs().length > 0);
      controller.abort();
      await outcome;
      assert.equal(calls, 1, "onReady was called more than once");
    },
  },
  {
    name: "dev ends the program when it is aborted, and that is no failure",
    async run(bench) {
      const { outcome, program, controller } = await bench.dev({ stays: true });
      await bench.eventually("the program runs", () => program.runs().length > 0);
      controller.abort();
      resultOf(await outcome, "an aborted dev()");
      assertEnded(program.runs()[0]?.pid, "the program of an aborted dev()");
    },
  },
  {
    name: "dev leaves no child behind when it is aborted",
    async run(bench) {
      const { outcome, program, controller } = await bench.dev({ stays: true, hasChild: true });
      await bench.eventually("the program runs", () => program.runs().length > 0);
      controller.abort();
      await outcome;
      assertEnded(program.runs()[0]?.childPid, "a child of the program of an aborted dev()");
    },
  },
  {
    name: "dev leaves no child behind when the program ends by itself",
    async run(bench) {
      const { outcome, program } = await bench.dev({ hasChild: true });
      await outcome;
      assertEnded(program.runs()[0]?.childPid, "a child of a program that has ended");
    },
  },
  {
    name: "dev starts nothing when it was aborted beforehand",
    async run(bench) {
      const { outcome, program } = await bench.dev({}, { signal: AbortSignal.abort() });
      await outcome;
      assert.equal(program.runs().length, 0, "the program was run");
    },
  },
  {
    name: "dev takes its listeners off the signal",
    async run(bench) {
      const { outcome, controller } = await bench.dev({});
      await outcome;
      const left = getEventListeners(controller.signal, "abort").length;
      assert.equal(left, 0, `${left} listeners are left on the signal`);
    },
  },
  {
    name: "dev tells in one line that the program cannot be started",
    async run(bench) {
      const { outcome } = await bench.devOfMissing();
      const result = await outcome;
      // A provider that runs a tool hears of it by the tool's exit code.
      if (result.ok)
        assert.notEqual(toldExitCode(result), 0, "dev() of a program that does not exist succeeds");
      else assertOneLineError(result, "dev() of a program that does not exist");
    },
  },
  {
    name: "dev keeps no state between calls",
    async run(bench) {
      const calls = await Promise.all([
        bench.dev({ exitCode: 3, lines: ["first"] }),
        bench.dev({ exitCode: 4, lines: ["second"] }),
      ]);
      const outcomes = await Promise.all(calls.map(({ outcome }) => outcome));
      assert.deepEqual(outcomes.map(toldExitCode), [3, 4], "calls at the same time mix up their exit codes");
      assert.match(calls[0].stdout.text, /first\n/, "calls at the same time mix up their output");
      assert.match(calls[1].stdout.text, /second\n/, "calls at the same time mix up their output");
    },
  },
];
