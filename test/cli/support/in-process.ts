import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { afterAll } from "vitest";
import type { main } from "../../../src/cli/main.js";
import { type CliOptions, type CliRun, inheritedEnvironment, pageFromSources } from "./cli.js";
import { testContext } from "./test-context.js";

const repository = path.resolve(import.meta.dirname, "../../..");

/** The command line without what makes a program of it, loaded when a test first asks for it. */
let loaded: Promise<typeof main> | undefined;
let folder: string | undefined;
// Registered here and not on use: within a running test it would be too late.
afterAll(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

async function load(): Promise<typeof main> {
  const parent = path.join(repository, ".provc");
  mkdirSync(parent, { recursive: true });
  folder = mkdtempSync(path.join(parent, "main-"));
  await build({
    absWorkingDir: repository,
    entryPoints: { main: "src/cli/main.ts" },
    outdir: folder,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "neutral",
    packages: "external",
    external: ["node:*"],
    plugins: [pageFromSources],
    target: "es2023",
    logLevel: "silent",
  });
  // Vitest would transform every file of it once more.
  const importNatively = createRequire(import.meta.url)("./import-natively.cjs") as (
    url: string,
  ) => Promise<unknown>;
  const module = await importNatively(pathToFileURL(path.join(folder, "main.js")).href);
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
