import { hostname } from "node:os";
import type { Client, ClientConfig } from "pg";
import { CONNECT_TIMEOUT_MS, connectionFailure } from "./connection-failure.js";
import { importDriver } from "./import-driver.js";
import type { PostgresTarget } from "./target-kinds.js";

/**
 * Opens one connection to a server, under a name by which an administrator, and whoever waits for a lock, can tell
 * which process it belongs to.
 *
 * @throws MigrationError `connection_failed`, in one line with the variable and the host, never the password.
 */
export async function connectPostgres(target: PostgresTarget): Promise<Client> {
  const module = await importDriver("pg", "PostgreSQL", () => import("pg"));
  // Loaders differ in whether a CommonJS package's exports are the namespace or its default.
  const PgClient = module.default?.Client ?? module.Client;
  const config: ClientConfig = {
    connectionString: target.url,
    application_name: `provc migrate (process ${process.pid} on ${hostname()})`.slice(0, 63),
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
  };
  let client: Client;
  try {
    client = new PgClient(config);
  } catch (error) {
    throw connectionFailure(target, error);
  }
  // A connection that breaks while idle would otherwise end the process; the next statement reports it.
  client.on("error", () => {});
  try {
    await client.connect();
  } catch (error) {
    await client.end().catch(() => {});
    throw connectionFailure(target, error);
  }
  return client;
}
