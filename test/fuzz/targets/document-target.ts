import { reportFormats } from "../../../src/cli/validate/report-formats.js";
import { compiledFiles } from "../../cli-validate/compiled-files.js";
import { bytesOf, type FuzzInput } from "../fuzz-input.js";
import { differences, outsideCanary, problemsOfRun, Sandbox } from "./sandbox.js";
import type { Target } from "./target.js";

/** Validates a document in every format, and mends it. */
export async function documentTarget(): Promise<Target> {
  const sandbox = new Sandbox(await compiledFiles());
  return {
    async run(input) {
      const file = input.file?.endsWith(".json") ? "test.json" : "test.yml";
      sandbox.write(file, bytesOf(input));
      const before = sandbox.snapshot([]);
      const problems: string[] = [];
      const canaries = [outsideCanary, ...(input.canary === undefined ? [] : [input.canary])];
      const commands = [
        ...reportFormats.map((format) => ["validate", file, "--format", format]),
        ["validate", file, "--fix", "--dry-run"],
      ];
      for (const args of commands)
        problems.push(...problemsOfRun(await sandbox.run(args, input.env), canaries));
      problems.push(...differences(before, sandbox.snapshot([])));
      problems.push(...(await fixTwice(sandbox, file, input)));
      return [...new Set(problems)];
    },
    close: () => sandbox.remove(),
  };
}

/** Mending makes it no worse, touches nothing else, and has nothing left to do the second time. */
async function fixTwice(sandbox: Sandbox, file: string, { env }: FuzzInput): Promise<string[]> {
  const others = [`project/${file}`];
  const before = sandbox.snapshot(others);
  const count = async (): Promise<number> =>
    countMistakes(JSON.parse((await sandbox.run(["validate", file, "--format", "json"], env)).output));
  const had = await count();
  if (had === 0) return [];
  const first = await sandbox.run(["validate", file, "--fix"], env);
  const problems = problemsOfRun(first, [outsideCanary]);
  if (!first.output.includes(" fixed ")) return problems;
  if ((await count()) >= had) problems.push(`--fix made it no better: ${first.output}`);
  const second = await sandbox.run(["validate", file, "--fix"], env);
  if (second.output.includes(" fixed ")) problems.push(`--fix found more the second time: ${second.output}`);
  return [...problems, ...differences(before, sandbox.snapshot(others))];
}

/** Those that are told, and those that are only counted. */
function countMistakes({
  diagnostics,
}: {
  readonly diagnostics: readonly { readonly code: string; readonly message: string }[];
}): number {
  const more = diagnostics.find(({ code }) => code === "more-mistakes");
  return diagnostics.length + (more === undefined ? 0 : Number.parseInt(more.message, 10) - 1);
}
