import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";

/** A handler behind a port. */
export interface HttpServer {
  /** The port that it listens on. */
  readonly port: number;
  /** Takes no more connections; resolves when those that there are have ended, or have been ended. */
  close(): Promise<void>;
}

const MOST_CONNECTIONS = 512;

/** How long a client may take for an answer that is under way when the server ends. */
const PATIENCE_MS = 3000;

/**
 * Listens on an address.
 *
 * @throws Error of the system, such as `EADDRINUSE`.
 */
export async function listen(
  fetch: (request: Request) => Promise<Response>,
  host: string,
  port: number,
): Promise<HttpServer> {
  const server = createAdaptorServer({
    fetch,
    overrideGlobalObjects: false,
    // A client that sends slowly must not hold a connection for ever.
    serverOptions: {
      ...{ headersTimeout: 10_000, requestTimeout: 60_000, keepAliveTimeout: 5000 },
      connectionsCheckingInterval: 2000,
    },
  }) as Server;
  // Files, processes and the database need descriptors, too.
  server.maxConnections = MOST_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        const timer = setTimeout(() => server.closeAllConnections(), PATIENCE_MS);
        // Connections become idle when their answer has been sent, which clients would then keep.
        const idle = setInterval(() => server.closeIdleConnections(), 20);
        server.close(() => {
          clearTimeout(timer);
          clearInterval(idle);
          resolve();
        });
      }),
  };
}
