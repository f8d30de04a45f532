import { randomUUID } from "node:crypto";
import type {
  TransportEvent,
  TransportHealth,
  TransportRequest,
  TransportSession,
  VoiceTransport,
} from "../transport.js";
import { requestEnd, requestJson } from "../vendor-http.js";
import { VoiceError } from "../voice-error.js";
import { VendorSocket } from "../websocket/vendor-socket.js";
import { PipecatFrames, type RtviMessage } from "./frames.js";
import {
  inputFormat,
  outputFormat,
  type PipecatConfig,
  type PipecatEndpoints,
  pipecatEndpoints,
} from "./settings.js";

/** The version of RTVI that is spoken. */
const RTVI_VERSION = "2.1.0";

/** Bots of a Pipecat runner or of Pipecat Cloud. */
export class PipecatTransport implements VoiceTransport {
  readonly #config: PipecatConfig;
  readonly #endpoints: PipecatEndpoints;

  constructor(config: PipecatConfig) {
    this.#config = config;
    this.#endpoints = pipecatEndpoints(config);
  }

  async probe(signal: AbortSignal): Promise<TransportHealth> {
    const { health: url, privateKey } = this.#endpoints;
    const answer = await requestJson({
      operation: "HealthCheck",
      method: "GET",
      url,
      signal,
      ...bearer(privateKey),
    });
    const { status, transports } = (answer ?? {}) as {
      readonly status?: unknown;
      readonly transports?: unknown;
    };
    const warnings: string[] = [];
    if (status !== undefined && status !== "ready") warnings.push(`the runner is ${String(status)}`);
    if (Array.isArray(transports) && !transports.includes("websocket")) {
      warnings.push("the runner does not offer the websocket transport");
    }
    return { warnings };
  }

  async open({ sessionId, signal, once }: TransportRequest): Promise<TransportSession> {
    const frames = await PipecatFrames.load("CreateSession");
    const started = await this.#startBot(signal, once);
    const remoteId = started.sessionId ?? sessionId;
    let socket: VendorSocket | undefined;
    const abort = (): void => void socket?.close();
    signal.addEventListener("abort", abort, { once: true });
    try {
      socket = await VendorSocket.connect({
        provider: "pipecat",
        operation: "CreateSession",
        url: this.#config.ws_url ?? started.wsUrl,
        signal,
        ...bearer(started.token),
      });
      await socket.send(frames.message(clientReady()));
      await untilBotReady(socket, frames);
      signal.throwIfAborted();
      return this.#session(remoteId, socket, frames);
    } catch (error) {
      await socket?.close();
      await this.#terminate(started.sessionId).catch(() => {});
      throw signal.aborted ? signal.reason : error;
    } finally {
      signal.removeEventListener("abort", abort);
    }
  }

  /** Starts a bot, once: a start that may have happened is not repeated. */
  async #startBot(signal: AbortSignal, once: TransportRequest["once"]): Promise<StartedBot> {
    const { start: url, startKey } = this.#endpoints;
    const body = {
      transport: "websocket",
      ...(this.#config.body !== undefined && { body: this.#config.body }),
    };
    const answer = await once(() =>
      requestJson({ operation: "CreateSession", method: "POST", url, body, signal, ...bearer(startKey) }),
    );
    return readStarted(answer);
  }

  #session(remoteId: string, socket: VendorSocket, frames: PipecatFrames): TransportSession {
    const input = inputFormat(this.#config);
    let closing: Promise<void> | undefined;
    return {
      remoteId,
      input,
      output: outputFormat(this.#config),
      events: events(socket, frames),
      send: (frame) => socket.send(frames.audio(frame, input.sampleRate)),
      close: () => {
        closing ??= (async () => {
          if (!socket.wasEnded) await socket.send(frames.message(rtvi("disconnect-bot"))).catch(() => {});
          await socket.close();
          await this.#terminate(remoteId);
        })();
        return closing;
      },
    };
  }

  /** Ends a session in Pipecat Cloud; a runner's own ends with its socket. */
  async #terminate(sessionId: string | undefined): Promise<void> {
    const { session, privateKey } = this.#endpoints;
    if (session === undefined || sessionId === undefined) return;
    const signal = AbortSignal.timeout(10_000);
    const url = session(sessionId);
    await requestEnd({ operation: "CloseSession", method: "DELETE", url, signal, ...bearer(privateKey) });
  }
}

interface StartedBot {
  readonly wsUrl: string;
  readonly token: string | undefined;
  readonly sessionId: string | undefined;
}

function readStarted(answer: unknown): StartedBot {
  const { wsUrl, token, sessionId } = (answer ?? {}) as Record<string, unknown>;
  if (typeof wsUrl !== "string" || !/^wss?:\/\//.test(wsUrl)) {
    const message = "pipecat answered without a WebSocket to connect to";
    throw new VoiceError("CreateSession", "connection_failed", message, { retryable: false });
  }
  return {
    wsUrl,
    token: typeof token === "string" && token !== "" ? token : undefined,
    sessionId: typeof sessionId === "string" && sessionId !== "" ? sessionId : undefined,
  };
}

function bearer(key: string | undefined): { readonly headers?: { readonly authorization: string } } {
  return key === undefined ? {} : { headers: { authorization: `Bearer ${key}` } };
}

function rtvi(type: string, data?: unknown): RtviMessage {
  return { label: "rtvi-ai", type, id: randomUUID(), ...(data !== undefined && { data }) };
}

function clientReady(): RtviMessage {
  return rtvi("client-ready", { version: RTVI_VERSION, about: { library: "provc" } });
}

async function untilBotReady(socket: VendorSocket, frames: PipecatFrames): Promise<void> {
  const messages = socket.messages[Symbol.asyncIterator]();
  while (true) {
    const next = await messages.next();
    if (next.done) {
      throw new VoiceError(
        "CreateSession",
        "connection_failed",
        "pipecat closed the connection before the bot was ready",
      );
    }
    if (next.value.type !== "binary") continue;
    const frame = await frames.read(next.value.data);
    if (frame.type !== "message") continue;
    if (frame.message.type === "bot-ready") return;
    refuseFatal(frame.message);
  }
}

async function* events(
  socket: VendorSocket,
  frames: PipecatFrames,
): AsyncGenerator<TransportEvent, void, undefined> {
  for await (const message of socket.messages) {
    if (message.type === "text") continue;
    const frame = await frames.read(message.data);
    if (frame.type === "audio") yield { type: "audio", frame: frame.audio };
    else if (frame.type === "interruption") yield { type: "interruption" };
    else if (frame.type === "message") yield readMessage(frame.message);
  }
}

function readMessage(message: RtviMessage): TransportEvent {
  refuseFatal(message);
  const { text, final } = (message.data ?? {}) as { readonly text?: unknown; readonly final?: unknown };
  switch (message.type) {
    case "user-started-speaking":
      return { type: "interruption" };
    case "user-transcription":
      return { type: "transcript", speaker: "user", text: String(text ?? ""), final: final !== false };
    case "bot-transcription":
    case "bot-output":
      return { type: "transcript", speaker: "agent", text: String(text ?? ""), final: true };
    default:
      return { type: "message", message };
  }
}

function refuseFatal({ type, data }: RtviMessage): void {
  const { message, error, fatal } = (data ?? {}) as Record<string, unknown>;
  if (type !== "error" || fatal !== true) return;
  throw new VoiceError(
    "Session",
    "pipeline_error",
    `the bot failed: ${String(message ?? error ?? "no reason given")}`,
  );
}
