import { randomUUID } from "node:crypto";
import type { WebSocket } from "ws";
import { bearerOf, demand, LoopbackServer, type SeenRequest } from "./loopback-server.js";

/** A call as the fake keeps it. */
interface FakeCall {
  readonly id: string;
  status: "queued" | "in-progress" | "ended";
  readonly format: { readonly format: string; readonly sampleRate: number };
  socket: WebSocket | undefined;
  endedBy: Set<"socket" | "control">;
}

/** Vapi's call API, its WebSocket transport and its control URL, as their documents describe them. */
export class FakeVapi {
  readonly key = "vapi-private-key";
  readonly calls: Map<string, FakeCall> = new Map();
  readonly server: LoopbackServer = new LoopbackServer({
    http: (request, url) => this.#http(request, url),
    upgrade: (request, url) => {
      const call = this.calls.get(/^\/transport\/([\w-]+)$/.exec(url.pathname)?.[1] ?? "");
      if (call === undefined || call.status !== "queued") return { refuse: { status: 404 } };
      if (request.headers.authorization !== undefined)
        this.server.violation("the transport takes no credentials");
      return (socket) => this.#talk(call, socket);
    },
  });
  /** Called with the call and each frame of audio; sends it back by default. */
  onAudio: (call: FakeCall, frame: Buffer) => void = (call, frame) => call.socket?.send(frame);

  #http(request: SeenRequest, url: URL): { status: number; body?: unknown } {
    const { method, headers, body } = request;
    const control = /^\/control\/([\w-]+)$/.exec(url.pathname)?.[1];
    if (control !== undefined) return this.#control(control, request);
    if (bearerOf(headers) !== this.key)
      return { status: 401, body: { message: "Invalid Key.", statusCode: 401 } };
    if (method === "GET" && url.pathname === "/call") {
      demand(url.searchParams.get("limit") === "1", "a list without limit=1");
      return { status: 200, body: [] };
    }
    if (method === "POST" && url.pathname === "/call") return this.#create(body);
    const id = /^\/call\/([\w-]+)$/.exec(url.pathname)?.[1];
    demand(method === "GET" && id !== undefined, "no such route");
    const call = this.calls.get(id);
    return call === undefined
      ? { status: 404, body: { message: "Not Found" } }
      : { status: 200, body: this.#shown(call) };
  }

  #create(body: unknown): { status: number; body?: unknown } {
    const fields = body as Record<string, unknown>;
    const assistants = ["assistantId", "assistant", "squadId", "squad", "workflowId", "workflow"].filter(
      (name) => name in fields,
    );
    demand(assistants.length === 1, `one assistant is needed, not ${assistants.length}`);
    demand(!("phoneNumberId" in fields || "customer" in fields), "phone fields in a websocket call");
    const transport = fields.transport as { provider?: unknown; audioFormat?: Record<string, unknown> };
    demand(transport?.provider === "vapi.websocket", "another transport");
    const { format, container, sampleRate } = transport.audioFormat ?? {};
    demand(format === "pcm_s16le" || format === "mulaw", `format ${String(format)}`);
    demand(container === "raw", `container ${String(container)}`);
    demand(
      typeof sampleRate === "number" && sampleRate > 0 && sampleRate <= 192_000,
      `sampleRate ${String(sampleRate)}`,
    );
    if (fields.assistantId === "unknown")
      return { status: 400, body: { message: ["assistantId does not exist"] } };
    const call: FakeCall = {
      id: randomUUID(),
      status: "queued",
      format: { format, sampleRate },
      socket: undefined,
      endedBy: new Set(),
    };
    this.calls.set(call.id, call);
    return { status: 201, body: this.#shown(call) };
  }

  #shown(call: FakeCall): object {
    const base = this.server.url;
    return {
      id: call.id,
      orgId: "org",
      type: "vapi.websocketCall",
      status: call.status,
      transport: {
        provider: "vapi.websocket",
        websocketCallUrl: `${base.replace("http", "ws")}/transport/${call.id}`,
      },
      monitor: {
        listenUrl: `${base.replace("http", "ws")}/listen/${call.id}`,
        controlUrl: `${base}/control/${call.id}`,
      },
    };
  }

  #control(id: string, { method, headers, body }: SeenRequest): { status: number } {
    demand(method === "POST", "control takes POST");
    demand(
      headers.authorization === undefined,
      "control takes no credentials unless the assistant asks for them",
    );
    demand((body as { type?: unknown })?.type === "end-call", "control knows end-call");
    const call = this.calls.get(id);
    if (call === undefined) return { status: 404 };
    this.#end(call, "control");
    return { status: 200 };
  }

  #talk(call: FakeCall, socket: WebSocket): void {
    call.socket = socket;
    call.status = "in-progress";
    socket.on("message", (data: Buffer, isBinary) => {
      if (isBinary) {
        const size = call.format.format === "mulaw" ? 1 : 2;
        if (data.length === 0 || data.length % size !== 0)
          this.server.violation(`${data.length} bytes of audio`);
        this.onAudio(call, data);
        return;
      }
      const type = (JSON.parse(data.toString()) as { type?: unknown }).type;
      if (type === "end-call" || type === "hangup") this.#end(call, "socket");
      else this.server.violation(`unknown control message ${String(type)}`);
    });
    socket.on("close", () => {
      call.status = "ended";
    });
  }

  #end(call: FakeCall, by: "socket" | "control"): void {
    call.status = "ended";
    call.endedBy.add(by);
    call.socket?.close(1000);
  }
}
