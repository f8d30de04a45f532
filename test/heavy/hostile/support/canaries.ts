import { randomBytes } from "node:crypto";
import { createSocket } from "node:dgram";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Server } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { temporaryFolder } from "../../../support/folders.js";

/** Things of this machine that no workload may read, reach or change. */
export interface Canaries {
  /** Stands in the file, in the environment of the server, and in its token. */
  readonly secret: string;
  readonly folder: string;
  /** A file that every user of this machine can read. */
  readonly file: string;
  /** A file that every user of this machine can write to. */
  readonly writable: string;
  /** Paths of Unix sockets that every user can connect to; `@` for an abstract one. */
  readonly socket: string;
  readonly abstractSocket: string;
  /** Addresses of a TCP server, on every address of this machine. */
  readonly addresses: readonly string[];
  readonly port: number;
  readonly udpPort: number;
  /** How often something has reached one of the servers. */
  reached(): number;
  /** What the writable file holds. */
  written(): string;
  close(): void;
}

/** Sets them up. */
export async function setCanaries(): Promise<Canaries> {
  const secret = `canary${randomBytes(12).toString("hex")}`;
  const folder = temporaryFolder();
  chmodSync(folder, 0o755);
  const file = join(folder, "secret.txt");
  const writable = join(folder, "writable.txt");
  writeFileSync(file, secret, { mode: 0o644 });
  writeFileSync(writable, "untouched");
  chmodSync(writable, 0o666);
  let reached = 0;
  const server = (): Server =>
    createServer((socket) => {
      reached++;
      socket.on("error", () => {});
      socket.end("HTTP/1.1 200 OK\r\ncontent-length: 7\r\nconnection: close\r\n\r\nreached");
    });
  const tcp = server();
  const unix = server();
  const abstract = server();
  await listening(tcp, { host: "::", port: 0 });
  const socket = join(folder, "canary.sock");
  await listening(unix, { path: socket });
  chmodSync(socket, 0o777);
  const abstractName = `provc-${randomBytes(8).toString("hex")}`;
  await listening(abstract, { path: `\0${abstractName}` });
  const udp = createSocket("udp4", () => void reached++);
  await new Promise<void>((resolve) => udp.bind(0, resolve));
  const { port } = tcp.address() as AddressInfo;
  const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return {
    secret,
    folder,
    file,
    writable,
    socket,
    abstractSocket: `@${abstractName}`,
    port,
    udpPort: udp.address().port,
    addresses: [
      ...own
        .filter(({ scopeid }) => (scopeid ?? 0) === 0)
        .map(({ address, family }) => (family === "IPv6" ? `[${address}]` : address)),
      "[::ffff:127.0.0.1]",
      "0.0.0.0",
    ],
    reached: () => reached,
    written: () => readFileSync(writable, "utf8"),
    close() {
      for (const one of [tcp, unix, abstract]) one.close();
      udp.close();
    },
  };
}

function listening(server: Server, where: object): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(where, resolve);
  });
}
