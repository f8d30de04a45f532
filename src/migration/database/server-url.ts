import { MigrationError } from "../migration-error.js";
import type { MysqlTarget, PostgresTarget } from "./target-kinds.js";

type Scheme = "postgres" | "postgresql" | "mysql" | "mariadb";

/**
 * Reads the URL of a database server.
 *
 * @throws MigrationError `connection_failed`, which names the variable but repeats nothing of the URL.
 */
export function parseServerUrl(url: string, scheme: Scheme, origin: string): PostgresTarget | MysqlTarget {
  const parsed = parse(url, scheme, origin);
  return scheme === "mysql" || scheme === "mariadb"
    ? mysqlTarget(url, parsed, scheme, origin)
    : postgresTarget(url, parsed, origin);
}

function parse(url: string, scheme: Scheme, origin: string): URL {
  try {
    // An empty host means a socket; URL only accepts that with a placeholder.
    const rest = url.slice(scheme.length + "://".length);
    const parsed = new URL(`${scheme}://${rest.replace(/^((?:[^@/?#]*@)?)(?=[/?#]|$)/, "$1socket")}`);
    decodeURIComponent(`${parsed.username}${parsed.password}${parsed.hostname}${parsed.pathname}`);
    // A `/` or `#` in a password ends the host early: what is left of the password would pass for the database.
    if (parsed.pathname.includes("@") || parsed.hash !== "") throw new Error("unencoded character");
    return parsed;
  } catch {
    const name = scheme === "postgresql" ? "postgres" : scheme;
    throw new MigrationError(
      "connection_failed",
      `${origin} holds a malformed ${name}: URL (special characters in a password must be encoded)`,
    );
  }
}

function postgresTarget(url: string, parsed: URL, origin: string): PostgresTarget {
  const parameters = parsed.searchParams;
  const host = parameters.get("host") ?? decodeURIComponent(parsed.hostname);
  const port = parameters.get("port") ?? (parsed.port || "5432");
  const database = decodeURIComponent(parsed.pathname.slice(1));
  return {
    kind: "postgres",
    url: withPlainSslMode(url, parameters),
    origin,
    label: `${host}:${port}${database === "" ? "" : `/${database}`}`,
    secrets: secretsOf(parsed, [host, database]),
  };
}

/**
 * `pg` takes these modes for `verify-full`, and warns in a paragraph that its next major version will not. Named as what
 * they mean, they mean it with every version, and a command prints its own lines only.
 */
function withPlainSslMode(url: string, parameters: URLSearchParams): string {
  if (parameters.get("uselibpqcompat") === "true") return url;
  return url.replace(/([?&]sslmode=)(?:prefer|require|verify-ca)(?=&|$)/, "$1verify-full");
}

function mysqlTarget(url: string, parsed: URL, scheme: Scheme, origin: string): MysqlTarget {
  const database = decodeURIComponent(parsed.pathname.slice(1));
  if (database === "") {
    throw new MigrationError(
      "connection_failed",
      `${origin} holds a ${scheme}: URL that names no database after the host`,
    );
  }
  const socket = mysqlSocket(parsed);
  const host = decodeURIComponent(parsed.hostname);
  const server = socket ?? `${host}:${parsed.port || "3306"}`;
  return {
    kind: "mysql",
    url,
    origin,
    database,
    label: `${server}/${database}`,
    secrets: secretsOf(parsed, [host, database]),
  };
}

/** The path of a local socket, as dbmate's URLs and `mysql2`'s options name it. */
export function mysqlSocket({ searchParams }: URL): string | undefined {
  return searchParams.get("socket") ?? searchParams.get("socketPath") ?? undefined;
}

function secretsOf(parsed: URL, shown: readonly string[]): readonly string[] {
  const parameter = parsed.searchParams.get("password") ?? "";
  const passwords = [parsed.password, decodeURIComponent(parsed.password), parameter];
  const visible = ["", decodeURIComponent(parsed.username), ...shown];
  return [...new Set(passwords)].filter((text) => !visible.includes(text));
}
