import { createRequire } from "node:module";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import type { Plugin } from "esbuild";
import type { main } from "../../../src/cli/main.js";
import { bundleSources } from "../../support/bundle-sources.js";
import { type CliOptions, type CliRun, inheritedEnvironment } from "./cli.js";
import { testContext } from "./test-context.js";

/** Checks modules in this thread: each new one would load TypeScript once more. `check-beside.test.ts` tests the other. */
const checkModulesHere: Plugin = {
  name: "check-modules-here",
  setup(steps) {
    steps.onLoad({ filter: /\/generator\/check-beside\.ts$/ }, ({ path }) => ({
      contents: 'export { checkModules as checkBeside } from "./contract-worker.js";',
      resolveDir: dirname(path),
    }));
  },
};

/** The command line without what makes a program of it, loaded when a test first asks for it. */
let loaded: Promise<typeof main> | undefined;

async function load(): Promise<typeof main> {
  const { file } = await bundleSources("main", "src/cli/main.ts", checkModulesHere);
  // Vitest would transform every file of it once more.
  const importNatively = createRequire(import.meta.url)("./import-natively.cjs") as (
    url: string,
  ) => Promise<unknown>;
  const module = await importNatively(pathToFileURL(file).href);
  return (module as { readonly main: typeof main }).main;
}

/**
 * Runs a command line in this process, where not the process is what is tested: starting one takes longer than most
 * commands, and loading the compiler longer than everything else.
 */
export async function runHere(args: readonly string[], { cwd, env = {} }: CliOptions): Promise<CliRun> {
  loaded ??= load();
  const run = await loaded;
  const { context, stdout, stderr } = testContext(cwd, { ...inheritedEnvironment(), ...env });
  const code = await run(args, context);
  return { code, stdout: stdout(), stderr: stderr() };
}
