import { differences, outsideCanary, problemsOfRun, Sandbox } from "./sandbox.js";
import { seedProject } from "./seed-project.js";
import type { Target } from "./target.js";

/** Options with which the user names a place to write to, wherever it is. */
const naming = /^--(?:out|output|manifest)(?:=|$)/;

/** Runs command lines in a compiled project. What a command may write to is the project, or what an option names. */
export async function argumentsTarget(): Promise<Target> {
  const sandbox = new Sandbox({ ...seedProject, "relay.yml": "name: x\n" });
  await sandbox.run(["codegen"]);
  const clean = sandbox.snapshot([]);
  return {
    async run({ args = [], env }) {
      const before = sandbox.snapshot(["project"]);
      // What is named is meant.
      const canaries = args.some((arg) => /outside|out\.yaml/.test(arg)) ? [] : [outsideCanary];
      const problems = problemsOfRun(await sandbox.run(args, env), canaries);
      const mayLeave = args.some((arg) => naming.test(arg));
      if (!mayLeave) problems.push(...differences(before, sandbox.snapshot(["project"])));
      if (differences(clean, sandbox.snapshot([])).length > 0) {
        sandbox.reset();
        await sandbox.run(["codegen"]);
        for (const [path, state] of sandbox.snapshot([])) clean.set(path, state);
      }
      return problems;
    },
    close: () => sandbox.remove(),
  };
}
