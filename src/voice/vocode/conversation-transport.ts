import { networkFailure } from "../failures.js";
import type {
  TransportEvent,
  TransportHealth,
  TransportRequest,
  TransportSession,
  VoiceTransport,
} from "../transport.js";
import { VoiceError } from "../voice-error.js";
import { VendorSocket } from "../websocket/vendor-socket.js";
import { audioFormat, audioMessage, readMessage, startMessage } from "./protocol.js";
import type { VocodeConfig } from "./settings.js";

const DEFAULT_URL = "ws://127.0.0.1:3000/conversation";

/** Conversations over the WebSocket of a Vocode server. */
export class ConversationTransport implements VoiceTransport {
  readonly #config: VocodeConfig;

  constructor(config: VocodeConfig) {
    this.#config = config;
  }

  /** The server has no health check and no credentials: that it speaks HTTP is all that can be asked. */
  async probe(signal: AbortSignal): Promise<TransportHealth> {
    const url = new URL(this.#url);
    const root = `${url.protocol === "wss:" ? "https:" : "http:"}//${url.host}/`;
    const response = await fetch(root, { method: "GET", redirect: "manual", signal }).catch((error) => {
      if (signal.aborted) throw signal.reason;
      throw networkFailure("HealthCheck", url.host, error);
    });
    await response.body?.cancel();
    const warnings = response.status >= 500 ? [`the server answered ${response.status}`] : [];
    return { warnings };
  }

  async open({ sessionId, signal }: TransportRequest): Promise<TransportSession> {
    const socket = await VendorSocket.connect({
      provider: "vocode",
      operation: "CreateSession",
      url: this.#url,
      signal,
    });
    const abort = (): void => void socket.close();
    signal.addEventListener("abort", abort, { once: true });
    try {
      await socket.send(JSON.stringify(startMessage(this.#config, sessionId)));
      const early = await untilReady(socket);
      signal.throwIfAborted();
      return conversation(sessionId, socket, this.#config, early);
    } catch (error) {
      await socket.close();
      throw signal.aborted ? signal.reason : error;
    } finally {
      signal.removeEventListener("abort", abort);
    }
  }

  get #url(): string {
    return this.#config.url ?? DEFAULT_URL;
  }
}

/** Waits for `websocket_ready`; what came before it comes first in the session. */
async function untilReady(socket: VendorSocket): Promise<readonly TransportEvent[]> {
  const early: TransportEvent[] = [];
  const messages = socket.messages[Symbol.asyncIterator]();
  while (true) {
    const next = await messages.next();
    if (next.done) {
      throw new VoiceError(
        "CreateSession",
        "connection_failed",
        "vocode closed the connection before it was ready",
      );
    }
    const event = next.value.type === "text" ? readMessage(next.value.text) : undefined;
    if (event === "ready") return early;
    if (event !== undefined) early.push(event);
  }
}

function conversation(
  sessionId: string,
  socket: VendorSocket,
  config: VocodeConfig,
  early: readonly TransportEvent[],
): TransportSession {
  const format = audioFormat(config);
  let closing: Promise<void> | undefined;
  return {
    remoteId: sessionId,
    input: format,
    output: format,
    events: events(socket, early),
    send: (frame) => socket.send(JSON.stringify(audioMessage(frame))),
    close() {
      closing ??= (async () => {
        await socket.send(JSON.stringify({ type: "websocket_stop" })).catch(() => {});
        await socket.close();
      })();
      return closing;
    },
  };
}

async function* events(
  socket: VendorSocket,
  early: readonly TransportEvent[],
): AsyncGenerator<TransportEvent, void, undefined> {
  yield* early;
  for await (const message of socket.messages) {
    if (message.type === "binary") continue;
    const event = readMessage(message.text);
    if (event !== undefined && event !== "ready") yield event;
  }
}
