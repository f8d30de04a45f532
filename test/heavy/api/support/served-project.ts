import type { ChildProcess } from "node:child_process";
import { readdirSync, readlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { onTestFinished } from "vitest";
import { cliFile } from "../../../cli/support/cli.js";
import { temporaryFolder } from "../../../support/folders.js";
import { type SpawnedServer, spawnServer } from "./spawn-server.js";

/** A folder with a config document, in which `provc serve` runs. */
export interface ServedProject {
  readonly folder: string;
  start(args?: readonly string[], env?: NodeJS.ProcessEnv): Promise<ServedProcess>;
  /** Ids of the processes of workloads, of this server or of one before it. */
  workloadProcesses(): number[];
}

/** A server that answers. */
export interface ServedProcess extends SpawnedServer {
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it has asked for
  ask(method: string, path: string, json?: unknown): Promise<{ readonly status: number; readonly body: any }>;
}

/** Makes a project whose isolate backend runs so many workloads at once. */
export function servedProject(maxConcurrency = 4): ServedProject {
  const folder = temporaryFolder();
  const children = new Set<ChildProcess>();
  onTestFinished(() => {
    for (const child of children) child.kill("SIGKILL");
  });
  writeFileSync(
    path.join(folder, "stagecraft.yml"),
    `project:\n  name: shop\nisolation:\n  default: auto\n  state: ./state\n  backends:\n    isolate:\n      max_concurrency: ${maxConcurrency}\n`,
  );
  return {
    folder,
    async start(args = [], env = {}) {
      const server = await spawnServer(
        process.execPath,
        [cliFile, "serve", "--port", "0", ...args],
        folder,
        env,
      );
      children.add(server.child);
      return {
        ...server,
        async ask(method, where, json) {
          const headers = json === undefined ? {} : { "content-type": "application/json" };
          const body = json === undefined ? {} : { body: JSON.stringify(json) };
          const response = await fetch(server.url + where, { method, headers, ...body });
          return { status: response.status, body: await response.json() };
        },
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
