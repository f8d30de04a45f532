import { hostname } from "node:os";
import type { Connection, ConnectionOptions } from "mysql2/promise";
import { CONNECT_TIMEOUT_MS, connectionFailure } from "./connection-failure.js";
import { importDriver } from "./import-driver.js";
import { mysqlSocket } from "./server-url.js";
import type { MysqlTarget } from "./target-kinds.js";

/** A session that waits for hours, as the one that holds a lock does, must not be ended by the server. */
const KEEP_SESSION = "set session wait_timeout = 86400";

/**
 * Opens one connection to a server.
 *
 * @throws MigrationError `connection_failed`, in one line with the variable and the host, never the password.
 */
export async function connectMysql(target: MysqlTarget): Promise<Connection> {
  const module = await importDriver("mysql2", "MySQL", () => import("mysql2/promise"));
  let connection: Connection | undefined;
  try {
    connection = await module.createConnection(mysqlOptions(target));
    // A connection that breaks while idle would otherwise end the process; the next statement reports it.
    connection.on("error", () => {});
    await connection.query(KEEP_SESSION);
    return connection;
  } catch (error) {
    connection?.destroy();
    throw connectionFailure(target, error);
  }
}

/** The options of `mysql2` for a URL; parameters that are other programs' are left out. */
export function mysqlOptions(target: MysqlTarget): ConnectionOptions {
  const url = new URL(target.url.replace(/^(\w+:\/\/(?:[^@/?#]*@)?)(?=[/?#])/, "$1localhost"));
  const socketPath = mysqlSocket(url);
  const ssl = sslOptions(url.searchParams);
  return {
    host: decodeURIComponent(url.hostname).replace(/^\[|\]$/g, ""),
    ...(url.port !== "" && { port: Number(url.port) }),
    ...(socketPath !== undefined && { socketPath }),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: target.database,
    multipleStatements: true,
    charset: "utf8mb4",
    connectTimeout: CONNECT_TIMEOUT_MS,
    enableKeepAlive: true,
    connectAttributes: { program_name: `provc migrate (process ${process.pid} on ${hostname()})` },
    ...(ssl !== undefined && { ssl }),
  };
}

/** Encryption, as the URLs of `mysql` clients (`ssl-mode`), dbmate (`tls`) and `mysql2` (`ssl`) ask for it. */
function sslOptions(parameters: URLSearchParams): NonNullable<ConnectionOptions["ssl"]> | undefined {
  const mode = (parameters.get("ssl-mode") ?? parameters.get("sslmode") ?? parameters.get("tls") ?? "")
    .toLowerCase()
    .replaceAll("_", "-");
  if (["required", "require", "skip-verify"].includes(mode)) return { rejectUnauthorized: false };
  if (["verify-ca", "verify-identity", "verify-full", "true"].includes(mode)) return {};
  const own = parameters.get("ssl");
  if (own === null || own === "false") return undefined;
  if (own === "true") return {};
  return own.startsWith("{") ? parseJson(own) : own;
}

function parseJson(text: string): object {
  try {
    return JSON.parse(text) as object;
  } catch {
    throw new Error("the URL's parameter ssl is malformed JSON");
  }
}
