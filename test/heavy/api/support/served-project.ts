import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readlinkSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import { cliFile } from "../../../cli/support/cli.js";

/** A folder with a config document, in which `provc serve` runs. */
export interface ServedProject {
  readonly folder: string;
  start(args?: readonly string[], env?: NodeJS.ProcessEnv): Promise<ServedProcess>;
  /** Ids of the processes of workloads, of this server or of one before it. */
  workloadProcesses(): number[];
}

/** A server that answers. */
export interface ServedProcess {
  readonly url: string;
  readonly child: ChildProcess;
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it has asked for
  ask(method: string, path: string, json?: unknown): Promise<{ readonly status: number; readonly body: any }>;
  /** Sends a signal and waits for the end; gives the exit status. */
  end(signal: NodeJS.Signals): Promise<number | null>;
  readonly stderr: () => string;
}

/** Makes a project whose isolate backend runs so many workloads at once. */
export function servedProject(maxConcurrency = 4): ServedProject {
  const folder = mkdtempSync(path.join(realpathSync(tmpdir()), "provc-serve-"));
  const children = new Set<ChildProcess>();
  onTestFinished(() => {
    for (const child of children) child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  writeFileSync(
    path.join(folder, "stagecraft.yml"),
    `project:\n  name: shop\nisolation:\n  default: auto\n  state: ./state\n  backends:\n    isolate:\n      max_concurrency: ${maxConcurrency}\n`,
  );
  return {
    folder,
    async start(args = [], env = {}) {
      const child = spawn(process.execPath, [cliFile, "serve", "--port", "0", ...args], {
        cwd: folder,
        env: { ...process.env, ...env },
        stdio: ["ignore", "pipe", "pipe"],
      });
      children.add(child);
      const ended = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
      let stderr = "";
      child.stderr.on("data", (chunk: Buffer) => {
        stderr += chunk.toString();
      });
      const url = await new Promise<string>((resolve, reject) => {
        let stdout = "";
        child.stdout.on("data", (chunk: Buffer) => {
          stdout += chunk.toString();
          const [, found] = /^serving (\S+)\/\n/.exec(stdout) ?? [];
          if (found !== undefined) resolve(found);
        });
        void ended.then((code) => reject(new Error(`ended with ${code}: ${stderr}`)));
      });
      return {
        url,
        child,
        async ask(method, where, json) {
          const headers = json === undefined ? {} : { "content-type": "application/json" };
          const body = json === undefined ? {} : { body: JSON.stringify(json) };
          const response = await fetch(url + where, { method, headers, ...body });
          return { status: response.status, body: await response.json() };
        },
        async end(signal) {
          child.kill(signal);
          return await ended;
        },
        stderr: () => stderr,
      };
    },
    workloadProcesses() {
      return readdirSync("/proc").flatMap((pid) => {
        if (!/^\d+$/.test(pid)) return [];
        try {
          const isOurs = readlinkSync(`/proc/${pid}/cwd`).startsWith(folder);
          return isOurs && readlinkSync(`/proc/${pid}/exe`).includes("workerd") ? [Number(pid)] : [];
        } catch {
          return [];
        }
      });
    },
  };
}
