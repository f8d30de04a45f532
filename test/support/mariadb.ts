import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { createConnection } from "mysql2/promise";
import { freePort, runProgram, ServerProcess, serverFolder, serverUser } from "./server-process.js";

/** A real MariaDB server on the loopback interface, for the length of a suite. */
export interface MariadbServer {
  readonly port: number;
  /** The URL of a database of the server; of a user who needs no password unless one is given. */
  url(database: string, user?: string, password?: string): string;
  /** Makes a new, empty database and gives its URL. */
  createDatabase(): Promise<string>;
  stop(): Promise<void>;
}

/**
 * Starts a server whose user `root` needs no password.
 *
 * @throws Error that says how to install MariaDB where it is missing.
 */
export async function startMariadb(): Promise<MariadbServer> {
  const program = findProgram("mariadbd");
  const install = findProgram("mariadb-install-db");
  const user = serverUser("mysql", "nobody");
  const folder = serverFolder(user);
  const data = join(folder, "data");
  const port = await freePort();
  const authentication = "--auth-root-authentication-method=normal";
  const without = ["--no-defaults", "--skip-test-db", "--skip-name-resolve"];
  runProgram(install, [...without, `--datadir=${data}`, authentication], user);
  const server = await ServerProcess.start({
    command: [
      program,
      "--no-defaults",
      `--datadir=${data}`,
      "--bind-address=127.0.0.1",
      `--port=${port}`,
      `--socket=${folder}/socket`,
      `--pid-file=${folder}/pid`,
      "--skip-log-bin",
      "--innodb-flush-log-at-trx-commit=0",
      "--innodb-flush-method=nosync",
      "--innodb-log-file-size=8M",
    ],
    user,
    ready: "ready for connections",
    failed: "Aborting",
    signal: "KILL",
  });
  return new LocalMariadb(server, port);
}

function findProgram(name: string): string {
  const folders = ["/usr/sbin", "/usr/bin", "/usr/libexec", ...(process.env.PATH ?? "").split(delimiter)];
  const folder = folders.find((candidate) => existsSync(join(candidate, name)));
  if (folder !== undefined) return join(folder, name);
  throw new Error(
    `MariaDB's ${name} is not installed: apt-get install --no-install-recommends mariadb-server`,
  );
}

class LocalMariadb implements MariadbServer {
  readonly port: number;
  readonly #server: ServerProcess;
  #databases = 0;

  constructor(server: ServerProcess, port: number) {
    this.#server = server;
    this.port = port;
  }

  url(database: string, user = "root", password?: string): string {
    const login = password === undefined ? user : `${user}:${encodeURIComponent(password)}`;
    return `mysql://${login}@127.0.0.1:${this.port}/${database}`;
  }

  async createDatabase(): Promise<string> {
    const name = `test_${++this.#databases}`;
    const connection = await createConnection(this.url("mysql"));
    try {
      await connection.query(`create database ${name}`);
    } finally {
      await connection.end();
    }
    return this.url(name);
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }
}
