import { MigrationError } from "../migration-error.js";
import { withoutSecrets } from "./connection-target.js";
import type { MysqlTarget, PostgresTarget } from "./target-kinds.js";

/** How long to wait for a server to answer. */
export const CONNECT_TIMEOUT_MS = 10_000;

/** One line about a connection that did not come about: variable, host and reason, never the password. */
export function connectionFailure(target: PostgresTarget | MysqlTarget, error: unknown): MigrationError {
  const reason = withoutSecrets(describe(error), target).replaceAll(/\s*\n\s*/g, " ");
  const message = `connecting to database: ${target.origin}: ${target.label}: ${reason}`;
  return new MigrationError("connection_failed", message);
}

/** What Node and the drivers report as codes, in words. */
function describe(error: unknown): string {
  // A name with several addresses fails with one error for each, and an empty message of its own.
  const cause = error instanceof AggregateError && error.message === "" ? error.errors[0] : error;
  const { code, message, sqlMessage } = cause as NodeJS.ErrnoException & { readonly sqlMessage?: string };
  switch (code) {
    case "ECONNREFUSED":
      return "connection refused";
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return "host not found";
    case "ECONNRESET":
    case "PROTOCOL_CONNECTION_LOST":
      return "connection reset by the server";
    case "ETIMEDOUT":
      // `mysql2` uses the code of the network for its own limit.
      return message === "connect ETIMEDOUT" ? noAnswer : "host not reachable";
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return "host not reachable";
    case "ENOENT":
      return "no such socket";
    default:
      return message === "timeout expired" ? noAnswer : sqlMessage || message || String(cause);
  }
}

const noAnswer = `no answer within ${CONNECT_TIMEOUT_MS / 1000}s`;
