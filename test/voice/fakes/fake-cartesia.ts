import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { WebSocket } from "ws";
import { bearerOf, demand, LoopbackServer, type SeenRequest } from "./loopback-server.js";

/** An agent session as the fake keeps it. */
export interface FakeAgentSession {
  readonly callId: string;
  readonly socket: WebSocket;
  readonly variables: unknown;
  ended: boolean;
}

const VERSION = "2026-08-14";
const FORMATS = ["mulaw_8000", "pcm_16000", "pcm_24000", "pcm_44100"];
const SAMPLES_PER_CHUNK = 320;

/** Cartesia's agents over WebSocket, its streaming transcription and its streaming speech. */
export class FakeCartesia {
  readonly key = "cartesia-key";
  readonly agentId = "agent_1";
  readonly sessions: FakeAgentSession[] = [];
  /** Contexts of speech that were cancelled. */
  readonly cancelled: string[] = [];
  /** What was asked to be spoken, by context. */
  readonly spoken: Map<string, string> = new Map();
  /** The transcriptions that are open. */
  readonly transcriptions: Set<WebSocket> = new Set();
  heardBytes = 0;
  /** How much audio each word is, in chunks. */
  chunksPerWord = 2;
  /** Between two chunks of speech, in milliseconds. */
  chunkPauseMs = 0;
  onAudio: (session: FakeAgentSession, audio: Buffer) => void = (session, audio) => this.say(session, audio);
  readonly server: LoopbackServer = new LoopbackServer({
    http: (request, url) => this.#http(request, url),
    upgrade: (request, url) => this.#upgrade(request, url),
  });

  say({ socket }: FakeAgentSession, audio: Buffer): void {
    socket.send(JSON.stringify({ type: "audio_output", audio: audio.toString("base64") }));
  }

  /** Lets all transcriptions report the turns of a person. */
  transcribe(...events: readonly object[]): void {
    for (const socket of this.transcriptions) {
      for (const event of events) socket.send(JSON.stringify({ request_id: "request", ...event }));
    }
  }

  #http({ method, headers }: SeenRequest, url: URL): { status: number; body?: unknown } {
    demand(
      headers["cartesia-version"] === VERSION,
      `Cartesia-Version ${String(headers["cartesia-version"])}`,
    );
    if (method === "GET" && url.pathname === "/")
      return { status: 200, body: { ok: true, version: VERSION } };
    if ((bearerOf(headers) ?? headers["x-api-key"]) !== this.key) return unauthorized();
    const id = /^\/agents\/(\w+)$/.exec(url.pathname)?.[1];
    demand(method === "GET" && id !== undefined, `no such route: ${method} ${url.pathname}`);
    if (id !== this.agentId) return { status: 404, body: { error: "agent not found" } };
    return { status: 200, body: { id, name: "guide" } };
  }

  #upgrade(
    request: IncomingMessage,
    url: URL,
  ): { refuse: { status: number } } | ((socket: WebSocket) => void) {
    const { searchParams: query, pathname } = url;
    if (query.has("api_key") || query.has("access_token")) this.server.violation("a credential in a URL");
    if (query.get("cartesia_version") !== VERSION)
      this.server.violation(`version ${query.get("cartesia_version")}`);
    if ((request.headers["x-api-key"] ?? bearerOf(request.headers)) !== this.key)
      return { refuse: { status: 401 } };
    if (pathname === `/v1/agents/websocket/${this.agentId}`) return (socket) => this.#agent(socket);
    if (pathname === "/tts/websocket") return (socket) => this.#speech(socket);
    if (pathname !== "/stt/turns/websocket") return { refuse: { status: 404 } };
    const encoding = query.get("encoding");
    const fits =
      query.get("model") &&
      query.get("sample_rate") &&
      (encoding === "pcm_s16le" || encoding === "pcm_mulaw");
    return fits ? (socket) => this.#transcription(socket) : { refuse: { status: 400 } };
  }

  #agent(socket: WebSocket): void {
    let session: FakeAgentSession | undefined;
    this.#onMessage(socket, (message) => {
      if (session === undefined) {
        demand(message.type === "session_create", `begins with ${String(message.type)}`);
        const { input_format, output_delivery } = (message.audio ?? {}) as Record<string, unknown>;
        demand(FORMATS.includes(String(input_format)), `input_format ${String(input_format)}`);
        demand(output_delivery === "speaking_pace" || output_delivery === "as_available", "output_delivery");
        session = { callId: randomUUID(), socket, variables: message.dynamic_variables, ended: false };
        this.sessions.push(session);
        const ready = { type: "session_ready", call_id: session.callId, agent_id: this.agentId };
        socket.send(JSON.stringify(ready));
        return;
      }
      demand(message.type === "audio_input", `unknown message ${String(message.type)}`);
      this.onAudio(session, base64(message.audio));
    });
    socket.on("close", () => {
      if (session !== undefined) session.ended = true;
    });
  }

  #transcription(socket: WebSocket): void {
    this.transcriptions.add(socket);
    socket.on("close", () => this.transcriptions.delete(socket));
    socket.send(JSON.stringify({ type: "connected", request_id: "request" }));
    socket.on("message", (data: Buffer, isBinary) => {
      if (isBinary) this.heardBytes += data.length;
      else if ((JSON.parse(data.toString()) as { type?: unknown }).type === "close") socket.close(1000);
      else this.server.violation(`unknown message ${data.toString()}`);
    });
  }

  #speech(socket: WebSocket): void {
    const open = new Map<string, { readonly rate: number; finished: boolean; speaking: Promise<void> }>();
    this.#onMessage(socket, (message) => {
      const contextId = message.context_id;
      demand(typeof contextId === "string" && contextId !== "", "context_id");
      if (message.cancel === true) {
        this.cancelled.push(contextId);
        open.delete(contextId);
        return;
      }
      const { container, encoding, sample_rate } = (message.output_format ?? {}) as Record<string, unknown>;
      demand(container === "raw" && (encoding === "pcm_s16le" || encoding === "pcm_mulaw"), "output_format");
      demand(typeof sample_rate === "number", "sample_rate");
      demand(typeof message.model_id === "string", "model_id");
      demand((message.voice as { mode?: unknown })?.mode === "id", "voice");
      demand(typeof message.transcript === "string", "transcript");
      const context = open.get(contextId) ?? {
        rate: sample_rate,
        finished: false,
        speaking: Promise.resolve(),
      };
      open.set(contextId, context);
      const text = message.transcript;
      this.spoken.set(contextId, (this.spoken.get(contextId) ?? "") + text);
      const isLast = message.continue !== true;
      context.speaking = context.speaking.then(() =>
        this.#speak(socket, contextId, text, () => open.has(contextId)),
      );
      if (isLast) {
        void context.speaking.then(() => {
          if (open.delete(contextId))
            socket.send(JSON.stringify({ type: "done", context_id: contextId, done: true }));
        });
      }
    });
  }

  async #speak(socket: WebSocket, contextId: string, text: string, isOpen: () => boolean): Promise<void> {
    const words = text.split(/\s+/).filter((word) => word !== "").length;
    for (let chunk = 0; chunk < words * this.chunksPerWord; chunk++) {
      if (this.chunkPauseMs > 0) await new Promise((resolve) => setTimeout(resolve, this.chunkPauseMs));
      if (!isOpen()) return;
      const data = Buffer.alloc(SAMPLES_PER_CHUNK * 2, chunk % 251).toString("base64");
      socket.send(JSON.stringify({ type: "chunk", context_id: contextId, data, done: false }));
    }
  }

  #onMessage(socket: WebSocket, take: (message: Readonly<Record<string, unknown>>) => void): void {
    socket.on("message", (data: Buffer, isBinary) => {
      try {
        demand(!isBinary, "messages are texts");
        take(JSON.parse(data.toString()) as Record<string, unknown>);
      } catch (error) {
        this.server.violation((error as Error).message);
        socket.close(1008);
      }
    });
  }
}

function base64(data: unknown): Buffer {
  demand(typeof data === "string", "audio is base64");
  const audio = Buffer.from(data, "base64");
  demand(audio.toString("base64") === data, "audio is base64");
  demand(audio.length > 0 && audio.length % 2 === 0, `${audio.length} bytes of audio`);
  return audio;
}

function unauthorized(): { status: number; body: unknown } {
  return { status: 401, body: { error: "invalid API key" } };
}
