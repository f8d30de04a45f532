import { type ChildProcess, type SpawnSyncOptions, spawn, spawnSync } from "node:child_process";
import { chownSync } from "node:fs";
import { createServer } from "node:net";
import { temporaryFolder } from "./folders.js";

/** The user that a server runs as; empty for the one of this process. */
export interface ServerUser {
  readonly uid?: number;
  readonly gid?: number;
}

/** The first of some users that exists; database servers refuse to run as root. */
export function serverUser(...names: readonly string[]): ServerUser {
  if (process.getuid?.() !== 0) return {};
  for (const name of names) {
    const uid = spawnSync("id", ["-u", name], { encoding: "utf8" });
    const gid = spawnSync("id", ["-g", name], { encoding: "utf8" });
    if (uid.status === 0 && gid.status === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  }
  return {};
}

/** A new folder that belongs to a server's user. */
export function serverFolder(user: ServerUser): string {
  const folder = temporaryFolder();
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
  return folder;
}

/** Runs a program to its end. */
export function runProgram(command: string, args: readonly string[], options: SpawnSyncOptions): void {
  const result = spawnSync(command, args, { ...options, cwd: "/", encoding: "utf8" });
  if (result.status !== 0) throw new Error(`${command}: ${result.error?.message ?? String(result.stderr)}`);
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

/** What starts a server, and how to tell that it is there. */
export interface ServerCommand {
  readonly command: readonly string[];
  readonly user: ServerUser;
  /** What it writes when it is ready. */
  readonly ready: string;
  /** What it writes when it gives up. */
  readonly failed: string;
  /** Ends it at once; its data is not needed any more. */
  readonly signal: "QUIT" | "KILL";
}

/** A server on this machine, for the length of a suite. */
export class ServerProcess {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** Starts a server and waits until it is ready. */
  static async start({ command, user, ready, failed, signal }: ServerCommand): Promise<ServerProcess> {
    // The shell ends the server when its standard input closes: at the latest when this process is killed.
    const script = `"$@" & cat > /dev/null; kill -${signal} $!; wait`;
    const child = spawn("sh", ["-c", script, "sh", ...command], {
      ...user,
      cwd: "/",
      stdio: ["pipe", "ignore", "pipe"],
    });
    let log = "";
    await new Promise<void>((resolve, reject) => {
      child.stderr?.on("data", (chunk: Buffer) => {
        log += chunk.toString();
        if (log.includes(ready)) resolve();
        if (log.includes(failed)) reject(new Error(log.slice(-500)));
      });
      child.once("error", reject);
      child.once("exit", (code) => reject(new Error(`the server ended with ${code}: ${log.slice(-500)}`)));
    });
    return new ServerProcess(child);
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.stdin?.end();
    await ended;
  }
}
