import { existsSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type BlobDescriptor, digestOf } from "../../../isolation/support/layout.js";

export interface RegistryOptions {
  /** The only repository that there is. */
  readonly repository: string;
  /** The OCI layout that it serves; the tags are its reference names. */
  readonly layout: string;
  readonly credentials?: { readonly user: string; readonly password: string };
  /** Changes what is sent for a digest. */
  readonly tamper?: (digest: string, content: Buffer) => Buffer;
  /** Answers no request. */
  readonly silent?: boolean;
}

export interface LocalRegistry {
  /** `127.0.0.1:port`. */
  readonly host: string;
  /** What was asked for, such as `GET /v2/app/manifests/1`. */
  readonly requests: readonly string[];
}

interface Manifest extends BlobDescriptor {
  readonly annotations?: Readonly<Record<string, string>>;
}

const REFERENCE = "org.opencontainers.image.ref.name";

/**
 * The half of a registry that images are fetched from, by the distribution specification of OCI, over HTTP on a loopback
 * address: manifests by tag and digest, with their media type, length and digest, for those only who accept that type; blobs by
 * digest; errors in the specification's form.
 */
export async function startRegistry(options: RegistryOptions): Promise<LocalRegistry> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    if (options.silent !== true) answer(options, request, response);
  });
  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

function answer(options: RegistryOptions, request: IncomingMessage, response: ServerResponse): void {
  const { repository, layout, credentials, tamper = (_digest, content) => content } = options;
  const { method = "", url = "", headers } = request;
  response.setHeader("Docker-Distribution-API-Version", "registry/2.0");
  if (method !== "GET" && method !== "HEAD") return void refuse(response, 405, "UNSUPPORTED");
  if (credentials !== undefined) {
    const expected = Buffer.from(`${credentials.user}:${credentials.password}`).toString("base64");
    if (headers.authorization !== `Basic ${expected}`) {
      response.setHeader("WWW-Authenticate", 'Basic realm="registry"');
      return void refuse(response, 401, "UNAUTHORIZED");
    }
  }
  if (url === "/v2/") return void send(response, method, "application/json", Buffer.from("{}"));
  const [, name, kind, which = ""] = /^\/v2\/(.+)\/(manifests|blobs)\/([^/]+)$/.exec(url) ?? [];
  if (name !== repository) return void refuse(response, 404, "NAME_UNKNOWN");
  const { manifests } = JSON.parse(readFileSync(join(layout, "index.json"), "utf8")) as {
    manifests: readonly Manifest[];
  };
  const tagged = manifests.find(({ annotations }) => annotations?.[REFERENCE] === which);
  const digest = kind === "manifests" ? (tagged?.digest ?? which) : which;
  const file = join(layout, "blobs", "sha256", digest.replace(/^sha256:/, ""));
  if (!/^sha256:[0-9a-f]{64}$/.test(digest) || !existsSync(file))
    return void refuse(response, 404, kind === "manifests" ? "MANIFEST_UNKNOWN" : "BLOB_UNKNOWN");
  const content = readFileSync(file);
  let type = "application/octet-stream";
  if (kind === "manifests") {
    type = (JSON.parse(content.toString()) as { mediaType: string }).mediaType;
    if (!String(headers.accept).includes(type)) return void refuse(response, 404, "MANIFEST_UNKNOWN");
    response.setHeader("Docker-Content-Digest", digestOf(content));
  }
  send(response, method, type, tamper(digest, content));
}

function send(response: ServerResponse, method: string, type: string, content: Buffer): void {
  response.writeHead(200, { "Content-Type": type, "Content-Length": content.length });
  response.end(method === "HEAD" ? undefined : content);
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { "Content-Type": "application/json" });
  response.end(JSON.stringify({ errors: [{ code, message: code.toLowerCase().replace("_", " ") }] }));
}
