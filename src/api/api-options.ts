import type { DocumentDefinition } from "../document/document-definition.js";
import type { Isolation } from "../isolation/create-isolation.js";
import type { AnyRegistry } from "../registry/registry-types.js";
import type { ApiLimits } from "./limits.js";

/** What the HTTP API serves, and to whom. */
export interface ApiOptions {
  /** One registry for each kind that the catalogue shows. */
  readonly registries: readonly AnyRegistry[];
  /**
   * What runs workloads, made by `createIsolation`; the API closes it when it is closed. Absent: there is no backend, and
   * every workload is refused.
   */
  readonly isolation?: Pick<Isolation, "default" | "capabilities" | "list" | "resolve" | "close">;
  /** What `POST /v1/validate` checks. Absent: there is no such route. */
  readonly document?: DocumentDefinition;
  /** The path under which requests arrive, such as `/provc`. Default: none; also where an outer router takes it off. */
  readonly basePath?: string;
  /**
   * The file of the SQLite database that keeps workloads and their logs; one server at a time can have it. Images that
   * are uploaded are kept beside it for as long as they are used. Default: `:memory:`, which ends with the process. Needs the
   * package `libsql`.
   */
  readonly database?: string;
  /** What requests must bring as `Authorization: Bearer …`, at least 16 characters. Default: nothing is asked for. */
  readonly token?: string;
  /**
   * Host names, without port, under which requests are answered: what protects a server on a loopback address from pages
   * that make their own name lead there. Default: any, for a handler behind a server that looks after that.
   */
  readonly hosts?: readonly string[];
  /** Origins whose pages may use the API, such as `https://console.example.org`. Default: none. */
  readonly corsOrigins?: readonly string[];
  /** The folder of the OCI images that workloads can name. Default: they can name none. */
  readonly images?: string;
  readonly limits?: Partial<ApiLimits>;
  /** Names this server in the records of workloads. Default: the name of the machine. */
  readonly nodeId?: string;
  /** A config that validates, for providers whose schema has no example. Default: none. */
  readonly exampleOf?: (kind: string, id: string) => unknown;
  /** The project's folder, where the packages that providers need are looked for. Default: the working directory. */
  readonly folder?: string;
  /** Where the commands that providers need are looked for. Default: `process.env`. */
  readonly env?: { readonly [name: string]: string | undefined };
  /** Told of what went wrong inside; the client only learns that something did. Default: not reported. */
  readonly onError?: (error: Error) => void;
}

/** The API, ready to be mounted. */
export interface Api {
  /** Answers a request; never rejects. Can be passed on by itself, as `fetch` handlers are. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** Ends every workload and everything that follows a log, and closes the backends and the database. Idempotent. */
  close(): Promise<void>;
}
