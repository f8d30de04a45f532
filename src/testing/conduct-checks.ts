import assert from "node:assert/strict";
import type { ContractCheck } from "./contract-check.js";

/** What a provider must keep its hands off, in either operation. */
export const conductChecks: readonly ContractCheck[] = [
  {
    name: "leaves its options as they are",
    async run(bench) {
      for (const call of [await bench.dev({}), await bench.build({})]) {
        await call.outcome;
        const { config, env } = call.options;
        assert.deepEqual({ config, env }, call.given, "the options were changed");
      }
    },
  },
  {
    name: "leaves the environment and the working directory of the process as they are",
    async run(bench) {
      const state = (): object => ({ env: { ...process.env }, cwd: process.cwd() });
      const before = state();
      await (await bench.dev({})).outcome;
      await (await bench.build({})).outcome;
      assert.deepEqual(state(), before, "process.env or process.cwd() was changed");
    },
  },
  {
    name: "puts no secret on a command line or into its output",
    async run(bench) {
      for (const start of [() => bench.dev({ exitCode: 1 }), () => bench.build({ exitCode: 1 })]) {
        const { outcome, program, stdout, stderr } = await start();
        const result = await outcome;
        const seen = program.runs().flatMap(({ argv }) => argv);
        assert.ok(!JSON.stringify(seen).includes(bench.secret), "a secret is on a command line");
        const message = result.ok ? "" : String(result.error);
        assert.ok(
          !`${stdout.text}${stderr.text}${message}`.includes(bench.secret),
          "a secret is in the output",
        );
      }
    },
  },
];
