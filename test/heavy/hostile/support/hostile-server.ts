import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { stringify } from "yaml";
import { cliFile } from "../../../cli/support/cli.js";
import { temporaryFolder } from "../../../support/folders.js";
import { waitUntil } from "../../../support/wait-until.js";
import { makeServerGroup, type ServerGroup } from "./server-group.js";

/** A workload that is over, with everything that the server tells of it. */
export interface EndedWorkload {
  readonly httpStatus: number;
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it has asked for
  readonly record: any;
  readonly output: string;
  readonly log: readonly { readonly stream: string; readonly line: string }[];
  /** Record, output and log in one text, to be searched for what must not be in it. */
  readonly everything: string;
}

/** A project folder whose server is asked to run hostile programs. */
export interface HostileServer {
  readonly folder: string;
  readonly group: ServerGroup;
  readonly url: string;
  readonly pid: number;
  readonly token: string;
  readonly database: string;
  start(): Promise<void>;
  /** Waits until it knows what its backends can do; those that this is about have to be available. */
  available(): Promise<void>;
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it has asked for
  ask(method: string, path: string, json?: unknown): Promise<{ readonly status: number; readonly body: any }>;
  /** Runs a workload to its end. */
  run(body: object): Promise<EndedWorkload>;
  /** What a workload that is over has come to. */
  ended(id: string): Promise<EndedWorkload>;
  /** Ends the server by a signal. */
  end(signal: NodeJS.Signals): Promise<number | null>;
  stderr(): string;
  /** What there is of workloads at this moment: processes, control groups, files. */
  leftovers(): readonly string[];
  /** Waits until nothing is left. */
  settled(): Promise<void>;
  remove(): Promise<void>;
}

export interface HostileServerOptions {
  readonly backends: object;
  readonly token: string;
  /** In the environment of the server. */
  readonly secret: string;
  /** The folder of the images that workloads name. */
  readonly images: string;
}

let count = 0;

/** Makes the project; nothing is started yet. */
export function hostileServer(options: HostileServerOptions): HostileServer {
  const folder = temporaryFolder();
  const temporary = join(folder, "tmp");
  mkdirSync(temporary);
  writeFileSync(
    join(folder, "stagecraft.yml"),
    stringify({
      project: { name: "hostile" },
      isolation: { default: "auto", state: "./state", backends: options.backends },
    }),
  );
  const group = makeServerGroup(`provc-hostile-${process.pid}-${++count}`);
  let child: ChildProcess | undefined;
  let url = "";
  let stderr = "";
  const ask: HostileServer["ask"] = async (method, path, json) =>
    await new Promise((resolve, reject) => {
      const call = request(
        url + path,
        {
          method,
          // A connection of its own: others may have been closed while a test was busy.
          agent: false,
          headers: {
            authorization: `Bearer ${options.token}`,
            ...(json !== undefined && { "content-type": "application/json" }),
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.once("error", reject);
          response.once("end", () => {
            const text = Buffer.concat(chunks).toString("utf8");
            resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) });
          });
        },
      );
      call.once("error", reject);
      call.end(json === undefined ? undefined : JSON.stringify(json));
    });
  const server: HostileServer = {
    folder,
    group,
    token: options.token,
    database: join(folder, ".provc", "workloads.db"),
    get url() {
      return url;
    },
    get pid() {
      return child?.pid ?? 0;
    },
    async start() {
      const join = 'for file; do [ "$file" = -- ] && break; echo 0 > "$file"; shift; done; shift; exec "$@"';
      const command = [process.execPath, cliFile, "serve", "--port", "0", "--images", options.images];
      child = spawn("/bin/sh", ["-c", join, "sh", ...group.joinFiles, "--", ...command], {
        cwd: folder,
        env: {
          PATH: process.env.PATH,
          HOME: folder,
          TMPDIR: temporary,
          PROVC_SERVE_TOKEN: options.token,
          CANARY: options.secret,
        },
        stdio: ["ignore", "pipe", "pipe"],
      });
      child.stderr?.on("data", (chunk: Buffer) => {
        stderr += chunk.toString();
      });
      let stdout = "";
      child.stdout?.on("data", (chunk: Buffer) => {
        stdout += chunk.toString();
      });
      await waitUntil("the server answers", () => {
        if (child?.exitCode !== null) throw new Error(`the server has ended: ${stderr}`);
        url = /^serving (\S+)\/\n/.exec(stdout)?.[1] ?? "";
        return url !== "";
      });
    },
    ask,
    async available() {
      const { body } = await ask("GET", "/v1/kinds/isolation/providers");
      const wanted = Object.keys(options.backends);
      const missing = JSON.stringify(body, (key, value) => (key === "schema" ? undefined : value));
      for (const id of wanted) {
        // biome-ignore lint/suspicious/noExplicitAny: what comes out of JSON
        const provider = body.providers.find((one: any) => one.id === id);
        if (provider?.availability?.status !== "available")
          throw new Error(`${id} is not available: ${missing.slice(0, 2000)}`);
      }
    },
    async run(body) {
      const { status, body: record } = await ask("POST", "/v1/workloads", body);
      if (record.id !== undefined) return { ...(await server.ended(record.id)), httpStatus: status };
      return { httpStatus: status, record, output: "", log: [], everything: JSON.stringify(record) };
    },
    async ended(id) {
      const { status, body: record } = await ask("GET", `/v1/workloads/${id}`);
      const history = await ask("GET", `/v1/workloads/${id}/logs/history`);
      const output = Buffer.from(record.output ?? "", "base64").toString();
      const log = history.body.lines as EndedWorkload["log"];
      const everything = [JSON.stringify(record), output, ...log.map(({ line }) => line)].join("\n");
      return { httpStatus: status, record, output, log, everything };
    },
    async end(signal) {
      const ended = new Promise<number | null>((resolve) => child?.once("exit", (code) => resolve(code)));
      child?.kill(signal);
      return await ended;
    },
    stderr: () => stderr,
    leftovers: () => [
      ...group
        .processes()
        .filter((pid) => pid !== child?.pid || child.exitCode !== null)
        .map((pid) => `process ${pid}`),
      ...group.groups(),
      ...namesIn(join(folder, "state", "runs")),
      ...namesIn(temporary),
      ...namesIn(join(folder, ".provc", "workloads.db-uploads")),
    ],
    async settled() {
      await waitUntil("nothing of a workload is left", () => server.leftovers().length === 0).catch(
        (error) => {
          throw new Error(`${error.message}: ${server.leftovers().join(", ")}`);
        },
      );
    },
    async remove() {
      if (child !== undefined && child.exitCode === null && child.signalCode === null)
        await server.end("SIGKILL");
      await group.remove();
    },
  };
  return server;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
