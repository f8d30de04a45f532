import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** A real process, with what it has printed. */
export interface Child {
  readonly process: ChildProcess;
  readonly output: () => string;
  /** Resolves when a line with this text has been printed; rejects when the process ends before. */
  printed(text: string): Promise<void>;
  /** Resolves when the process has ended. */
  ended(): Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/** Bundles a script of this folder, so that starting it costs no more than starting Node. */
export async function bundleScript(name: string, folder: string): Promise<string> {
  const outfile = join(folder, `${name}.mjs`);
  await build({
    entryPoints: [fileURLToPath(new URL(`${name}.ts`, import.meta.url))],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    packages: "external",
    external: ["*/load-model.js", "*/emit-artefacts.js"],
    logLevel: "error",
  });
  return outfile;
}

/** Starts Node with these arguments. */
export function startNode(args: readonly string[], options: SpawnOptions = {}): Child {
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
  let output = "";
  const waiting = new Set<() => void>();
  const notify = (): void => {
    for (const check of waiting) check();
  };
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      resolve({ code, signal });
      notify();
    });
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      output += chunk.toString("utf8");
      notify();
    });
  }
  return {
    process: child,
    output: () => output,
    printed: (text) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          if (output.includes(text)) resolve();
          else if (child.exitCode !== null || child.signalCode !== null) {
            reject(new Error(`the process ended without printing ${JSON.stringify(text)}:\n${output}`));
          } else return;
          waiting.delete(check);
        };
        waiting.add(check);
        check();
      }),
    ended: () => exited,
  };
}
