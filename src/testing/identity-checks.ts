import assert from "node:assert/strict";
import type { ContractCheck } from "./contract-check.js";
import { Output } from "./workbench.js";

/** What can be said of a provider before it does anything. */
export const identityChecks: readonly ContractCheck[] = [
  {
    name: "has the id it is registered under",
    async run(bench) {
      const { id } = await bench.provider();
      assert.equal(id, bench.subject.id, `the provider's id is ${JSON.stringify(id)}`);
    },
  },
  {
    name: "has the methods of the contract",
    async run(bench) {
      const provider = (await bench.provider()) as unknown as Readonly<Record<string, unknown>>;
      for (const method of ["dev", "buildDocker"]) {
        assert.equal(typeof provider[method], "function", `${method} is no function`);
      }
      for (const method of ["planDev", "planBuildDocker"]) {
        const type = typeof provider[method];
        assert.ok(type === "function" || type === "undefined", `${method} is neither absent nor a function`);
      }
    },
  },
  {
    name: "has a schema that accepts its settings",
    async run(bench) {
      const { registry, id } = bench.subject;
      const program = bench.program({});
      for (const { config } of [bench.subject.dev(program), bench.subject.build(program)]) {
        const { valid } = await registry.validate(id, config);
        assert.ok(valid, `the schema refuses ${JSON.stringify(config)}`);
      }
    },
  },
  {
    name: "plans without running anything",
    async run(bench) {
      const provider = await bench.provider();
      const program = bench.program({});
      const output = { stdout: new Output(), stderr: new Output() };
      const plans = [
        await provider.planDev?.(bench.devOptions(program, output)),
        await provider.planBuildDocker?.(bench.buildOptions(program, output)),
      ];
      assert.equal(program.runs().length, 0, "a plan has run the program");
      for (const plan of plans) {
        if (plan === undefined) continue;
        assert.equal(plan.provider, bench.subject.id, "a plan names another provider");
        assert.ok(plan.steps.length > 0, "a plan has no steps");
        assert.ok(!JSON.stringify(plan).includes(bench.secret), "a plan shows a secret");
      }
    },
  },
];
