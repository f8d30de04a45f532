import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";

/** A request as a fake has seen it. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: unknown;
}

/** What a fake answers. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface LoopbackHandlers {
  /** Answers a request; what it throws is a violation of the protocol. */
  readonly http: (request: SeenRequest, url: URL) => Answer | Promise<Answer>;
  /** Says how to treat a WebSocket: a status refuses the upgrade. */
  readonly upgrade?: (
    request: IncomingMessage,
    url: URL,
  ) => { readonly refuse: Answer } | ((socket: WebSocket) => void);
}

/** The next answers, in place of the real ones. */
export interface Fault {
  /** `hang` never answers, `reset` closes the connection. */
  readonly answer: Answer | "hang" | "reset";
  /** For requests whose `METHOD path` begins so. Default: all. */
  readonly on?: string;
  times: number;
}

/**
 * A strict server on a free port of 127.0.0.1. Anything that the real vendor would not accept is a violation, which fails the test
 * that looks at `violations`, as all of them do.
 */
export class LoopbackServer {
  readonly requests: SeenRequest[] = [];
  readonly violations: string[] = [];
  readonly sockets: Set<WebSocket> = new Set();
  readonly faults: Fault[] = [];
  /** When each request came, in milliseconds that never go back. */
  readonly arrivals: number[] = [];
  readonly #server: Server;
  readonly #connections: Set<Socket> = new Set();
  readonly #upgrades: Set<Socket> = new Set();
  readonly #hanging: Set<ServerResponse> = new Set();
  readonly #handlers: LoopbackHandlers;
  readonly #webSockets = new WebSocketServer({ noServer: true });

  constructor(handlers: LoopbackHandlers) {
    this.#handlers = handlers;
    this.#server = createServer((request, response) => void this.#answer(request, response));
    this.#server.on("connection", (socket) => {
      this.#connections.add(socket);
      socket.on("close", () => this.#connections.delete(socket));
    });
    this.#server.on("upgrade", (request, socket, head) => this.#upgrade(request, socket as Socket, head));
  }

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return this;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }
  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }
  /** Connections that were to become WebSockets and are still open: none may be left when everything has been closed. */
  get upgradeCount(): number {
    return this.#upgrades.size;
  }

  /** Requests that were never answered and that the other side still waits for. */
  get hangingCount(): number {
    return this.#hanging.size;
  }

  /** How often a `METHOD path` was asked for. */
  count(methodAndPath: string): number {
    return this.requests.filter(({ method, path }) => `${method} ${path}`.startsWith(methodAndPath)).length;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.terminate();
    for (const connection of this.#connections) connection.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  violation(text: string): void {
    this.violations.push(text);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", this.url);
    const seen = await this.#see(request);
    const fault = this.#fault(`${seen.method} ${seen.path}`);
    if (fault === "hang") {
      this.#hanging.add(response);
      response.on("close", () => this.#hanging.delete(response));
      return;
    }
    if (fault === "reset") {
      request.socket.destroy();
      return;
    }
    let answer: Answer;
    try {
      answer = fault ?? (await this.#handlers.http(seen, url));
    } catch (error) {
      this.violation(`${seen.method} ${seen.path}: ${(error as Error).message}`);
      answer = { status: 400, body: { message: (error as Error).message } };
    }
    const isText = answer.text !== undefined || answer.body === undefined;
    response.writeHead(answer.status, {
      "content-type": isText ? "text/plain" : "application/json",
      ...answer.headers,
    });
    response.end(isText ? (answer.text ?? "") : JSON.stringify(answer.body));
  }

  async #see(request: IncomingMessage): Promise<SeenRequest> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString("utf8");
    let body: unknown = text === "" ? undefined : text;
    if (request.headers["content-type"]?.startsWith("application/json")) {
      try {
        body = JSON.parse(text);
      } catch {
        this.violation(`${request.method} ${request.url}: a body that is no JSON`);
      }
    }
    const seen = { method: request.method ?? "", path: request.url ?? "", headers: request.headers, body };
    this.requests.push(seen);
    this.arrivals.push(performance.now());
    return seen;
  }

  #fault(methodAndPath: string): Fault["answer"] | undefined {
    const fault = this.faults.find(({ on = "", times }) => times > 0 && methodAndPath.startsWith(on));
    if (fault === undefined) return undefined;
    fault.times--;
    return fault.answer;
  }

  #upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void {
    const url = new URL(request.url ?? "/", this.url);
    this.#upgrades.add(socket);
    socket.on("close", () => this.#upgrades.delete(socket));
    const refuse = ({ status, body, headers }: Answer): void => {
      const lines = Object.entries({ connection: "close", ...headers }).map(
        ([name, value]) => `${name}: ${value}\r\n`,
      );
      socket.end(
        `HTTP/1.1 ${status} Refused\r\n${lines.join("")}\r\n${body === undefined ? "" : JSON.stringify(body)}`,
      );
    };
    const fault = this.#fault(`UPGRADE ${url.pathname}`);
    if (fault === "hang") {
      // Read on, to notice when the other side gives up.
      socket.resume().on("end", () => socket.destroy());
      return;
    }
    if (fault === "reset") {
      socket.destroy();
      return;
    }
    const outcome = fault === undefined ? this.#outcome(request, url) : { refuse: fault };
    if (typeof outcome !== "function") {
      refuse(outcome.refuse);
      return;
    }
    this.#webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      this.sockets.add(webSocket);
      webSocket.on("close", () => this.sockets.delete(webSocket));
      outcome(webSocket);
    });
  }

  #outcome(request: IncomingMessage, url: URL): { readonly refuse: Answer } | ((socket: WebSocket) => void) {
    try {
      return this.#handlers.upgrade?.(request, url) ?? { refuse: { status: 404 } };
    } catch (error) {
      this.violation(`UPGRADE ${url.pathname}: ${(error as Error).message}`);
      return { refuse: { status: 400 } };
    }
  }
}

/** The credential of an `Authorization: Bearer` header. */
export function bearerOf({ authorization }: IncomingMessage["headers"]): string | undefined {
  return /^Bearer (\S+)$/.exec(authorization ?? "")?.[1];
}

/** Fails unless a condition holds; to be told as a violation. */
export function demand(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(message);
}
