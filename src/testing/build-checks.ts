import assert from "node:assert/strict";
import type { ContractCheck } from "./contract-check.js";
import { assertEnded, assertOneLineError, resultOf, toldExitCode } from "./expectations.js";

/** What `buildDocker` has to do. */
export const buildChecks: readonly ContractCheck[] = [
  {
    name: "buildDocker returns the image's reference",
    async run(bench) {
      const { outcome, program, options } = await bench.build({});
      const image = resultOf(await outcome, "buildDocker()");
      const expected = bench.subject.build(program).image ?? options.imageTag;
      assert.equal(image, expected, `the reference is ${JSON.stringify(image)}`);
      assert.ok(program.runs().length > 0, "the builder was not run");
    },
  },
  {
    name: "buildDocker rejects with one line and the builder's exit code",
    async run(bench) {
      const { outcome } = await bench.build({ exitCode: 9, errorLines: ["what is wrong", "and where"] });
      const result = await outcome;
      assertOneLineError(result, "a failing buildDocker()");
      assert.equal(toldExitCode(result), 9, "the builder's exit code is not handed on");
    },
  },
  {
    name: "buildDocker hands on the builder's output",
    async run(bench) {
      const { outcome, stdout, stderr } = await bench.build({
        lines: ["to-stdout"],
        errorLines: ["to-stderr"],
      });
      await outcome;
      assert.match(stdout.text + stderr.text, /to-stdout\n/, "standard output is not handed on");
      assert.match(stdout.text + stderr.text, /to-stderr\n/, "standard error is not handed on");
    },
  },
  {
    name: "buildDocker ends the builder when it is aborted, and rejects with the reason",
    async run(bench) {
      const { outcome, program, controller } = await bench.build({ stays: true, hasChild: true });
      await bench.eventually("the builder runs", () => program.runs().length > 0);
      const reason = new Error("aborted by a contract test");
      controller.abort(reason);
      const result = await outcome;
      assert.ok(!result.ok, "an aborted buildDocker() does not reject");
      assert.equal(
        result.error,
        reason,
        "an aborted buildDocker() rejects with something else than the reason",
      );
      const [run] = program.runs();
      assertEnded(run?.pid, "the builder of an aborted buildDocker()");
      assertEnded(run?.childPid, "a child of the builder of an aborted buildDocker()");
    },
  },
];
