import { hostname } from "node:os";
import type { Client, ClientConfig } from "pg";
import { MigrationError } from "../migration-error.js";
import { type PostgresTarget, withoutSecrets } from "./connection-target.js";
import { importDriver } from "./import-driver.js";

const CONNECT_TIMEOUT_MS = 10_000;

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
    throw connectionError(target, error);
  }
  // A connection that breaks while idle would otherwise end the process; the next statement reports it.
  client.on("error", () => {});
  try {
    await client.connect();
  } catch (error) {
    await client.end().catch(() => {});
    throw connectionError(target, error);
  }
  return client;
}

function connectionError(target: PostgresTarget, error: unknown): MigrationError {
  const reason = withoutSecrets(describe(error), target).replaceAll(/\s*\n\s*/g, " ");
  const message = `connecting to database: ${target.origin}: ${target.label}: ${reason}`;
  return new MigrationError("connection_failed", message);
}

/** What Node and the driver report as codes, in words. */
function describe(error: unknown): string {
  // A name with several addresses fails with one error for each, and an empty message of its own.
  const cause = error instanceof AggregateError && error.message === "" ? error.errors[0] : error;
  const { code, message } = cause as NodeJS.ErrnoException;
  switch (code) {
    case "ECONNREFUSED":
      return "connection refused";
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return "host not found";
    case "ECONNRESET":
      return "connection reset by the server";
    case "ETIMEDOUT":
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return "host not reachable";
    case "ENOENT":
      return "no such socket";
    default:
      if (message === "timeout expired") return `no answer within ${CONNECT_TIMEOUT_MS / 1000}s`;
      return message || String(cause);
  }
}
