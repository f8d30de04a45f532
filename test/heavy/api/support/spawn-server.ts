import { type ChildProcess, spawn } from "node:child_process";

/** A server that has said where it listens. */
export interface SpawnedServer {
  /** Without a slash at its end. */
  readonly url: string;
  readonly child: ChildProcess;
  readonly stderr: () => string;
  /** Sends a signal and waits for the end; gives the exit status. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** Starts `provc serve` by a command and waits for its first line. */
export async function spawnServer(
  command: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {},
): Promise<SpawnedServer> {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
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
    ...{ url, child },
    stderr: () => stderr,
    async end(signal) {
      child.kill(signal);
      return await ended;
    },
  };
}
