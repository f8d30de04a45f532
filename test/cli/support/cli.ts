import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { build, type Metafile, type Plugin } from "esbuild";
import { afterAll } from "vitest";

const repository = path.resolve(import.meta.dirname, "../../..");

/** What a run of the command line came to. */
export interface CliRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How to run it. */
export interface CliOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** The page is made when a test asks for it, from where its sources are. */
export const pageFromSources: Plugin = {
  name: "page-from-sources",
  setup(steps) {
    const file = path.join(repository, "page/build.mjs");
    steps.onResolve({ filter: /\/page\/build\.mjs$/ }, () => ({ path: file, external: true }));
  },
};

/** The command line as it is now, bundled as the package is; removed when the test file has run. */
const bundled = await bundle();
export const cliFile: string = bundled.file;

/** What the bundle consists of. */
export const cliMetafile: Metafile = bundled.metafile;

async function bundle(): Promise<{ readonly file: string; readonly metafile: Metafile }> {
  const parent = path.join(repository, ".provc");
  await mkdir(parent, { recursive: true });
  const folder = mkdtempSync(path.join(parent, "cli-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  afterAll(remove);
  const { metafile } = await build({
    absWorkingDir: repository,
    entryPoints: { cli: "src/cli/bin.ts" },
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
    metafile: true,
  }).catch((error) => {
    // A file that does not load has no hooks.
    remove();
    throw error;
  });
  return { file: path.join(folder, "cli.js"), metafile };
}

/** Runs the command line as a process, its output in pipes; colour only where the test asks for it. */
export function runCli(args: readonly string[], { cwd, env = {} }: CliOptions): Promise<CliRun> {
  return runProcess(process.execPath, [cliFile, ...args], { cwd, env });
}

/** The environment of the tests without what they are told by it. */
export function inheritedEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(NO_COLOR|FORCE_COLOR|VITEST.*|NODE_ENV|TEST)$/.test(name),
  );
  return Object.fromEntries(inherited);
}

/** Runs any program in the same way. */
export function runProcess(
  command: string,
  args: readonly string[],
  { cwd, env = {} }: CliOptions,
): Promise<CliRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...inheritedEnvironment(), ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (chunk) => {
      stdout += chunk;
    });
    child.stderr.setEncoding("utf8").on("data", (chunk) => {
      stderr += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}
