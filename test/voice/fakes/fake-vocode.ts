import { randomUUID } from "node:crypto";
import type { WebSocket } from "ws";
import { bearerOf, demand, LoopbackServer, type SeenRequest } from "./loopback-server.js";

/** A conversation as the fake keeps it. */
export interface FakeConversation {
  readonly id: string;
  readonly socket: WebSocket;
  stopped: boolean;
  ended: boolean;
}

const FIELDS = new Set(["sampling_rate", "audio_encoding", "chunk_size", "downsampling"]);

/** A Vocode server with its WebSocket, and the calls of the hosted service. */
export class FakeVocode {
  readonly key = "vocode-key";
  readonly conversations: FakeConversation[] = [];
  readonly calls: Map<string, { status: "in_progress" | "ended" }> = new Map();
  onAudio: (conversation: FakeConversation, audio: Buffer) => void = (conversation, audio) =>
    this.say(conversation, audio);
  readonly server: LoopbackServer = new LoopbackServer({
    http: (request, url) => this.#http(request, url),
    upgrade: (_request, url) =>
      url.pathname === "/conversation" ? (socket) => this.#talk(socket) : { refuse: { status: 404 } },
  });

  get socketUrl(): string {
    return `${this.server.url.replace("http", "ws")}/conversation`;
  }

  /** Says something: each chunk has a WAV header of its own, as the real server's. */
  say({ socket }: FakeConversation, audio: Buffer, sampleRate = 16_000): void {
    const data = Buffer.concat([wavHeader(audio.length, sampleRate), audio]).toString("base64");
    socket.send(JSON.stringify({ type: "websocket_audio", data }));
  }

  #http({ method, headers, body }: SeenRequest, url: URL): { status: number; body?: unknown } {
    const path = `${method} ${url.pathname}`;
    if (path === "GET /") return { status: 404, body: { detail: "Not Found" } };
    if (bearerOf(headers) !== this.key) return { status: 401, body: { detail: "Invalid API key" } };
    if (path === "GET /v1/usage") return { status: 200, body: { plan_type: "plan_free" } };
    const id = url.searchParams.get("id") ?? "";
    if (path === "POST /v1/calls/create") {
      const { from_number, to_number, agent } = body as Record<string, unknown>;
      demand(typeof from_number === "string" && typeof to_number === "string", "numbers are texts");
      demand(agent !== undefined, "an agent is needed");
      const call = randomUUID();
      this.calls.set(call, { status: "in_progress" });
      return { status: 200, body: { id: call, status: "not_started" } };
    }
    const call = this.calls.get(id);
    if (path === "GET /v1/calls")
      return call ? { status: 200, body: { id, status: call.status } } : { status: 404 };
    demand(path === "POST /v1/calls/end", `no such route: ${path}`);
    if (call === undefined) return { status: 404, body: { detail: "no such call" } };
    call.status = "ended";
    return { status: 200, body: { id, status: "ended" } };
  }

  #talk(socket: WebSocket): void {
    let conversation: FakeConversation | undefined;
    socket.on("message", (data: Buffer, isBinary) => {
      try {
        demand(!isBinary, "messages are texts");
        const message = JSON.parse(data.toString()) as Record<string, unknown>;
        if (conversation === undefined) {
          conversation = this.#begin(message, socket);
        } else if (message.type === "websocket_audio") {
          demand(typeof message.data === "string", "audio is base64");
          const audio = Buffer.from(message.data, "base64");
          demand(audio.toString("base64") === message.data, "audio is base64");
          demand(audio.length > 0 && audio.length % 2 === 0, `${audio.length} bytes of audio`);
          this.onAudio(conversation, audio);
        } else {
          demand(message.type === "websocket_stop", `unknown message ${String(message.type)}`);
          conversation.stopped = true;
        }
      } catch (error) {
        this.server.violation((error as Error).message);
        socket.close(1002);
      }
    });
  }

  #begin(message: Record<string, unknown>, socket: WebSocket): FakeConversation {
    demand(message.type === "websocket_audio_config_start", `begins with ${String(message.type)}`);
    for (const name of ["input_audio_config", "output_audio_config"]) {
      const config = message[name] as Record<string, unknown> | undefined;
      demand(config !== undefined, `${name} is needed`);
      demand(
        Object.keys(config).every((field) => FIELDS.has(field)),
        `${name}: ${Object.keys(config).join(" ")}`,
      );
      demand(typeof config.sampling_rate === "number", `${name}.sampling_rate`);
      demand(
        config.audio_encoding === "linear16" || config.audio_encoding === "mulaw",
        `${name}.audio_encoding`,
      );
    }
    const { chunk_size } = message.input_audio_config as Record<string, unknown>;
    demand(typeof chunk_size === "number", "input_audio_config.chunk_size");
    const conversation = { id: String(message.conversation_id), socket, stopped: false, ended: false };
    this.conversations.push(conversation);
    socket.on("close", () => {
      conversation.ended = true;
    });
    socket.send(JSON.stringify({ type: "websocket_ready" }));
    return conversation;
  }
}

function wavHeader(bytes: number, sampleRate: number): Buffer {
  const header = Buffer.alloc(44);
  header.write("RIFF", 0, "latin1");
  header.writeUInt32LE(36 + bytes, 4);
  header.write("WAVEfmt ", 8, "latin1");
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write("data", 36, "latin1");
  header.writeUInt32LE(bytes, 40);
  return header;
}
