import { type ChildProcess, type SpawnSyncOptions, spawn, spawnSync } from "node:child_process";
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import pg from "pg";

/** A real PostgreSQL server on the loopback interface, for the length of a suite. */
export interface PostgresServer {
  readonly host: string;
  readonly port: number;
  /** The URL of a database of the server; of a user who needs no password unless one is given. */
  url(database: string, user?: string, password?: string): string;
  /** Makes a new, empty database and gives its URL. */
  createDatabase(): Promise<string>;
  stop(): Promise<void>;
}

const DEBIAN = "/usr/lib/postgresql";

/** The folder of the server's programs; undefined where PostgreSQL is not installed. */
export function findPostgres(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...versions.map((version) => join(DEBIAN, version, "bin")),
    ...(process.env.PATH ?? "").split(delimiter),
  ];
  return folders.find((folder) => existsSync(join(folder, "initdb")) && existsSync(join(folder, "postgres")));
}

/**
 * True when the suite can start a server. Where it must be able to, its absence is an error and not a reason to
 * leave tests out.
 */
export function hasPostgres(): boolean {
  const found = findPostgres() !== undefined;
  if (!found && process.env.CI === "true")
    throw new Error("PostgreSQL is not installed: apt-get install postgresql");
  return found;
}

/** Starts a server that lets everybody on this machine in without a password, except the user `guarded`. */
export async function startPostgres(): Promise<PostgresServer> {
  const bin = findPostgres();
  if (bin === undefined) throw new Error("PostgreSQL is not installed");
  const user = serverUser();
  const folder = mkdtempSync(join(tmpdir(), "provc-postgres-"));
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, "data");
  const port = await freePort();
  const encoding = ["-E", "UTF8", "--locale=C"];
  run(join(bin, "initdb"), ["-D", data, "-U", "postgres", "-A", "trust", ...encoding, "--no-sync"], user);
  const hba = join(data, "pg_hba.conf");
  writeFileSync(hba, `host all guarded 127.0.0.1/32 scram-sha-256\n${readFileSync(hba, "utf8")}`);
  const settings = [
    "fsync=off",
    "max_connections=50",
    "listen_addresses=127.0.0.1",
    `unix_socket_directories=${folder}`,
  ];
  // The shell ends the server when its standard input closes: at the latest when this process is killed.
  const script = `"$@" & cat > /dev/null; kill -QUIT $!; wait`;
  const command = [join(bin, "postgres"), "-D", data, "-p", String(port)];
  const child = spawn(
    "sh",
    ["-c", script, "sh", ...command, ...settings.flatMap((setting) => ["-c", setting])],
    { ...user, cwd: "/", stdio: ["pipe", "ignore", "pipe"] },
  );
  await ready(child);
  return new LocalServer(child, folder, port);
}

class LocalServer implements PostgresServer {
  readonly host = "127.0.0.1";
  readonly port: number;
  readonly #child: ChildProcess;
  readonly #folder: string;
  #databases = 0;

  constructor(child: ChildProcess, folder: string, port: number) {
    this.#child = child;
    this.#folder = folder;
    this.port = port;
  }

  url(database: string, user = "postgres", password?: string): string {
    const login = password === undefined ? user : `${user}:${encodeURIComponent(password)}`;
    return `postgres://${login}@${this.host}:${this.port}/${database}`;
  }

  async createDatabase(): Promise<string> {
    const name = `test_${++this.#databases}`;
    const client = new pg.Client(this.url("postgres"));
    await client.connect();
    try {
      await client.query(`create database ${name}`);
    } finally {
      await client.end();
    }
    return this.url(name);
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const ended = new Promise((resolve) => this.#child.once("exit", resolve));
      this.#child.stdin?.end();
      await ended;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** PostgreSQL refuses to run as root; Debian's package brings a user for it. */
function serverUser(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  for (const name of ["postgres", "nobody"]) {
    const uid = spawnSync("id", ["-u", name], { encoding: "utf8" });
    const gid = spawnSync("id", ["-g", name], { encoding: "utf8" });
    if (uid.status === 0 && gid.status === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  }
  return {};
}

function run(command: string, args: readonly string[], options: SpawnSyncOptions): void {
  const result = spawnSync(command, args, { ...options, cwd: "/", encoding: "utf8" });
  if (result.status !== 0) throw new Error(`${command}: ${result.error?.message ?? String(result.stderr)}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

async function ready(child: ChildProcess): Promise<void> {
  let log = "";
  await new Promise<void>((resolve, reject) => {
    child.stderr?.on("data", (chunk: Buffer) => {
      log += chunk.toString();
      if (log.includes("ready to accept connections")) resolve();
      if (log.includes("FATAL")) reject(new Error(log.slice(-500)));
    });
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}: ${log.slice(-500)}`)));
  });
}
