import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import pg from "pg";
import { freePort, runProgram, ServerProcess, serverFolder, serverUser } from "./server-process.js";

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
function findPostgres(): string | undefined {
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
  if (bin === undefined) throw new Error("PostgreSQL is not installed: apt-get install postgresql");
  // Debian's package brings a user for it.
  const user = serverUser("postgres", "nobody");
  const folder = serverFolder(user);
  const data = join(folder, "data");
  const port = await freePort();
  const encoding = ["-E", "UTF8", "--locale=C"];
  runProgram(
    join(bin, "initdb"),
    ["-D", data, "-U", "postgres", "-A", "trust", ...encoding, "--no-sync"],
    user,
  );
  const hba = join(data, "pg_hba.conf");
  writeFileSync(hba, `host all guarded 127.0.0.1/32 scram-sha-256\n${readFileSync(hba, "utf8")}`);
  const settings = [
    "fsync=off",
    "max_connections=50",
    "listen_addresses=127.0.0.1",
    `unix_socket_directories=${folder}`,
  ];
  const server = await ServerProcess.start({
    command: [
      ...[join(bin, "postgres"), "-D", data, "-p", String(port)],
      ...settings.flatMap((setting) => ["-c", setting]),
    ],
    user,
    ready: "ready to accept connections",
    failed: "FATAL",
    signal: "QUIT",
  });
  return new LocalPostgres(server, port);
}

class LocalPostgres implements PostgresServer {
  readonly host = "127.0.0.1";
  readonly port: number;
  readonly #server: ServerProcess;
  #databases = 0;

  constructor(server: ServerProcess, port: number) {
    this.#server = server;
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

  stop(): Promise<void> {
    return this.#server.stop();
  }
}
