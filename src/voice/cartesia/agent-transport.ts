import type {
  TransportEvent,
  TransportHealth,
  TransportRequest,
  TransportSession,
  VoiceTransport,
} from "../transport.js";
import { VoiceError } from "../voice-error.js";
import { VendorSocket } from "../websocket/vendor-socket.js";
import { audioInput, readMessage, sessionCreate } from "./agent-protocol.js";
import { checkAccount } from "./check-account.js";
import { agentFormat, authHeaders, type CartesiaConfig, socketUrl } from "./settings.js";

/** Managed agents of Cartesia. A session is its WebSocket: it ends with it, and no later process can take it up. */
export class AgentTransport implements VoiceTransport {
  readonly #config: CartesiaConfig;

  constructor(config: CartesiaConfig) {
    this.#config = config;
  }

  async probe(signal: AbortSignal): Promise<TransportHealth> {
    await checkAccount(this.#config, signal);
    return { warnings: [] };
  }

  async open({ signal }: TransportRequest): Promise<TransportSession> {
    const socket = await VendorSocket.connect({
      provider: "cartesia",
      operation: "CreateSession",
      url: socketUrl(this.#config, `/v1/agents/websocket/${encodeURIComponent(this.#config.agent_id)}`),
      headers: authHeaders(this.#config),
      signal,
    });
    const abort = (): void => void socket.close();
    signal.addEventListener("abort", abort, { once: true });
    try {
      // The server closes a socket that does not begin with this.
      await socket.send(JSON.stringify(sessionCreate(this.#config)));
      const callId = await untilReady(socket);
      signal.throwIfAborted();
      return agentSession(callId, socket, this.#config);
    } catch (error) {
      await socket.close();
      throw signal.aborted ? signal.reason : error;
    } finally {
      signal.removeEventListener("abort", abort);
    }
  }
}

async function untilReady(socket: VendorSocket): Promise<string> {
  const messages = socket.messages[Symbol.asyncIterator]();
  while (true) {
    const next = await messages.next();
    if (next.done) {
      const message = "cartesia closed the connection before the session was ready";
      throw new VoiceError("CreateSession", "connection_failed", message);
    }
    if (next.value.type !== "text") continue;
    const event = readMessage(next.value.text);
    if (event.type === "ready") return event.callId;
  }
}

function agentSession(callId: string, socket: VendorSocket, config: CartesiaConfig): TransportSession {
  const format = agentFormat(config);
  let closing: Promise<void> | undefined;
  return {
    remoteId: callId,
    input: format,
    output: format,
    events: events(socket),
    send: (frame) => socket.send(JSON.stringify(audioInput(frame))),
    close() {
      closing ??= socket.close();
      return closing;
    },
  };
}

async function* events(socket: VendorSocket): AsyncGenerator<TransportEvent, void, undefined> {
  for await (const message of socket.messages) {
    if (message.type === "binary") continue;
    const event = readMessage(message.text);
    if (event.type !== "ready") yield event;
  }
}
