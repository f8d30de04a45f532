import { createHash, timingSafeEqual } from "node:crypto";
import { ApiError } from "../api-error.js";
import { HttpFailure } from "./http-failure.js";

/** Who may ask. */
export interface AccessOptions {
  /** The host names under which the server is asked, without port. Absent: any. */
  readonly hosts?: readonly string[];
  /** What requests must bring as `Authorization: Bearer …`. Absent: nothing. */
  readonly token?: string;
  /** Origins of pages elsewhere that may ask. */
  readonly origins: readonly string[];
}

const MINIMAL_TOKEN = 16;

/** Refuses a request before anything of it is looked at. */
export class Access {
  readonly #hosts: ReadonlySet<string> | undefined;
  readonly #token: Buffer | undefined;
  readonly #origins: ReadonlySet<string>;

  /** @throws ApiError for what no request could ever match. */
  constructor({ hosts, token, origins }: AccessOptions) {
    if (token !== undefined && token.length < MINIMAL_TOKEN) {
      throw new ApiError("invalid_option", `the token must have at least ${MINIMAL_TOKEN} characters`);
    }
    this.#hosts = hosts && new Set(hosts.map(hostName));
    this.#token = token === undefined ? undefined : digest(token);
    this.#origins = new Set(origins.map(originName));
  }

  /** Whether pages of some other origin may ask. */
  get hasOrigins(): boolean {
    return this.#origins.size > 0;
  }

  /**
   * A page anywhere can make a name of its own lead to this machine, and its browser then takes the server for the page's own:
   * so only the names that the server is known by are answered.
   *
   * @throws HttpFailure 403
   */
  requireHost(url: URL): void {
    if (this.#hosts === undefined || this.#hosts.has(url.hostname.toLowerCase())) return;
    throw new HttpFailure(403, `host ${JSON.stringify(url.host)} is not allowed`);
  }

  /**
   * Refuses what a page of another origin sends; what only reads is answered, but its browser keeps the answer from it.
   *
   * @throws HttpFailure 403
   */
  requireOrigin(request: Request, url: URL): void {
    const origin = request.headers.get("origin");
    if (origin === null || request.method === "GET" || request.method === "HEAD") return;
    if (this.#origins.has(origin) || hostOf(origin) === url.host) return;
    throw new HttpFailure(403, `origin ${JSON.stringify(origin)} is not allowed`);
  }

  /** @throws HttpFailure 401 */
  requireToken(request: Request): void {
    if (this.#token === undefined) return;
    const [, given = ""] = /^bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "") ?? [];
    // Digests have one length, and comparing them tells nothing of the token.
    if (timingSafeEqual(digest(given), this.#token)) return;
    throw new HttpFailure(401, "unauthorized", { "www-authenticate": "Bearer" });
  }

  /** The origin of a request, when a page there may read the answer. */
  allowedOrigin(request: Request): string | undefined {
    const origin = request.headers.get("origin");
    return origin !== null && this.#origins.has(origin) ? origin : undefined;
  }
}

function digest(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

function hostName(host: string): string {
  const name = host.toLowerCase();
  const url = `http://${name}`;
  if (URL.canParse(url) && new URL(url).hostname === name) return name;
  throw new ApiError("invalid_option", `${JSON.stringify(host)} is no host name without a port`);
}

function originName(origin: string): string {
  if (/^https?:/.test(origin) && URL.canParse(origin) && new URL(origin).origin === origin) return origin;
  const message = `${JSON.stringify(origin)} is no origin: it must be like https://console.example.org`;
  throw new ApiError("invalid_option", message);
}

function hostOf(origin: string): string | undefined {
  try {
    return new URL(origin).host;
  } catch {
    return undefined;
  }
}
