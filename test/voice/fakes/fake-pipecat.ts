import { randomUUID } from "node:crypto";
import protobuf from "protobufjs";
import type { WebSocket } from "ws";
import { bearerOf, demand, LoopbackServer, type SeenRequest } from "./loopback-server.js";

/** The wire format, written down from Pipecat's documents and not from the serializer that is being tested. */
const { root } = protobuf.parse(`
  syntax = "proto3";
  package pipecat;
  message TextFrame { uint64 id = 1; string name = 2; string text = 3; }
  message AudioRawFrame { uint64 id = 1; string name = 2; bytes audio = 3; uint32 sample_rate = 4; uint32 num_channels = 5; optional uint64 pts = 6; }
  message TranscriptionFrame { uint64 id = 1; string name = 2; string text = 3; string user_id = 4; string timestamp = 5; }
  message MessageFrame { string data = 1; }
  message InterruptionFrame { uint64 id = 1; string name = 2; }
  message Frame { oneof frame { TextFrame text = 1; AudioRawFrame audio = 2; TranscriptionFrame transcription = 3; MessageFrame message = 4; InterruptionFrame interruption = 5; } }
`);
const Frame = root.lookupType("pipecat.Frame");

interface DecodedFrame {
  readonly audio?: { readonly audio: Buffer; readonly sampleRate: number; readonly numChannels: number };
  readonly message?: { readonly data: string };
}

/** A session as the fake keeps it. */
export interface FakeBot {
  readonly id: string;
  readonly body: unknown;
  socket: WebSocket | undefined;
  ended: boolean;
  /** By DELETE, in the cloud. */
  terminated: boolean;
}

export interface FakePipecatOptions {
  /** The agent of Pipecat Cloud; absent: a runner of one's own. */
  readonly agent?: string;
}

/** A Pipecat runner, or Pipecat Cloud, with a bot that gives back what it hears. */
export class FakePipecat {
  readonly publicKey = "pk_public";
  readonly privateKey = "sk_private";
  readonly bots: Map<string, FakeBot> = new Map();
  status = "ready";
  transports: readonly string[] = ["webrtc", "websocket"];
  /** Samples per second that the bot is to be sent. */
  readonly sampleRate: number = 16_000;
  onAudio: (bot: FakeBot, audio: Buffer) => void = (bot, audio) => this.say(bot, audio);
  readonly #tokens: Map<string, string> = new Map();
  readonly #agent: string | undefined;
  readonly server: LoopbackServer = new LoopbackServer({
    http: (request, url) => this.#http(request, url),
    upgrade: (request, url) => {
      demand(url.pathname === "/ws-client", `no WebSocket at ${url.pathname}`);
      const token = bearerOf(request.headers) ?? "";
      const id = this.#tokens.get(token);
      this.#tokens.delete(token);
      const bot = this.bots.get(id ?? "");
      // Before it is accepted, a refused token shows as 403.
      if (bot === undefined) return { refuse: { status: 403 } };
      return (socket) => this.#talk(bot, socket);
    },
  });

  constructor({ agent }: FakePipecatOptions = {}) {
    this.#agent = agent;
  }

  /** Lets the bot say something, in a frame of its own. */
  say(bot: FakeBot, audio: Buffer): void {
    this.#send(bot, { audio: { audio, sampleRate: 24_000, numChannels: 1 } });
  }

  /** Sends an RTVI message. */
  tell(bot: FakeBot, type: string, data: unknown): void {
    this.#send(bot, {
      message: { data: JSON.stringify({ label: "rtvi-ai", type, id: randomUUID(), data }) },
    });
  }

  interrupt(bot: FakeBot): void {
    this.#send(bot, { interruption: { id: 1, name: "InterruptionFrame" } });
  }

  #send(bot: FakeBot, frame: object): void {
    bot.socket?.send(Frame.encode(Frame.fromObject(frame)).finish());
  }

  #http(request: SeenRequest, url: URL): { status: number; body?: unknown } {
    const { method, headers } = request;
    const path = `${method} ${url.pathname}`;
    if (this.#agent === undefined) {
      if (path === "GET /status")
        return { status: 200, body: { status: this.status, transports: this.transports } };
      demand(path === "POST /start", `no such route: ${path}`);
      return this.#start(request);
    }
    const agent = `/v1/agents/${this.#agent}`;
    if (path === `POST /v1/public/${this.#agent}/start`) {
      if (bearerOf(headers) !== this.publicKey) return unauthorized();
      return this.#start(request);
    }
    if (bearerOf(headers) !== this.privateKey) return unauthorized();
    if (path === `GET ${agent}`) return { status: 200, body: { name: this.#agent } };
    const id = new RegExp(`^DELETE ${agent}/sessions/([\\w-]+)$`).exec(path)?.[1];
    demand(id !== undefined, `no such route: ${path}`);
    const bot = this.bots.get(id);
    if (bot === undefined) return { status: 404, body: { error: "no such session", code: "404" } };
    bot.terminated = true;
    return { status: 200, body: { status: "terminated", session_id: id } };
  }

  #start({ body }: SeenRequest): { status: number; body?: unknown } {
    const { transport, body: given } = body as { transport?: unknown; body?: unknown };
    if (transport !== "websocket")
      return { status: 400, body: { detail: `unknown transport ${String(transport)}` } };
    if (JSON.stringify(given ?? {}).length > 4096) return { status: 413, body: { detail: "body too large" } };
    const bot: FakeBot = {
      id: randomUUID(),
      body: given,
      socket: undefined,
      ended: false,
      terminated: false,
    };
    this.bots.set(bot.id, bot);
    const token = randomUUID();
    this.#tokens.set(token, bot.id);
    const wsUrl = `${this.server.url.replace("http", "ws")}/ws-client`;
    return { status: 200, body: { wsUrl, token, sessionId: bot.id } };
  }

  #talk(bot: FakeBot, socket: WebSocket): void {
    bot.socket = socket;
    let isReady = false;
    socket.on("close", () => {
      bot.ended = true;
    });
    socket.on("message", (data: Buffer, isBinary) => {
      try {
        demand(isBinary, "frames are binary");
        const frame = Frame.toObject(Frame.decode(data), { bytes: Buffer }) as DecodedFrame;
        if (frame.message !== undefined) {
          const message = JSON.parse(frame.message.data) as Record<string, unknown>;
          demand(
            message.label === "rtvi-ai" && typeof message.id === "string",
            "an RTVI message has a label and an id",
          );
          if (message.type === "disconnect-bot") return;
          demand(message.type === "client-ready", `unknown message ${String(message.type)}`);
          const { version } = (message.data ?? {}) as { version?: unknown };
          demand(version === "2.1.0", `RTVI version ${String(version)}`);
          isReady = true;
          this.tell(bot, "bot-ready", { version: "2.1.0" });
          return;
        }
        demand(isReady, "audio before client-ready");
        demand(frame.audio !== undefined, "another kind of frame");
        const { audio, sampleRate, numChannels } = frame.audio;
        demand(
          sampleRate === this.sampleRate && numChannels === 1,
          `${sampleRate} Hz, ${numChannels} channels`,
        );
        demand(audio.length > 0 && audio.length % 2 === 0, `${audio.length} bytes of audio`);
        this.onAudio(bot, audio);
      } catch (error) {
        this.server.violation((error as Error).message);
        socket.close(1002);
      }
    });
  }
}

function unauthorized(): { status: number; body: unknown } {
  return { status: 401, body: { error: "Unauthorized / token expired", code: "401" } };
}
