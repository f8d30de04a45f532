import { spawn } from "node:child_process";
import type { Metafile } from "esbuild";
import { bundleSources } from "../../support/bundle-sources.js";

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

/** The command line as it is now, bundled as the package is. */
const bundled = await bundleSources("cli", "src/cli/bin.ts");
export const cliFile: string = bundled.file;

/** What the bundle consists of. */
export const cliMetafile: Metafile = bundled.metafile;

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
