import type {
  TransportEvent,
  TransportHealth,
  TransportRequest,
  TransportSession,
  VoiceTransport,
} from "../transport.js";
import { requestEnd } from "../vendor-http.js";
import { readObject } from "../vendor-message.js";
import { VendorSocket } from "../websocket/vendor-socket.js";
import { type VapiConfig, vapiFormat } from "./settings.js";
import { type VapiCall, VapiCalls } from "./vapi-client.js";

const PROVIDER = "vapi";
const END_CALL = { type: "end-call" };

/** Calls of Vapi whose audio flows over a WebSocket. */
export class VapiTransport implements VoiceTransport {
  readonly #config: VapiConfig;
  readonly #calls: VapiCalls;

  constructor(config: VapiConfig) {
    this.#config = config;
    this.#calls = new VapiCalls(config);
  }

  async probe(signal: AbortSignal): Promise<TransportHealth> {
    await this.#calls.check(signal);
    return { warnings: [] };
  }

  async open(request: TransportRequest): Promise<TransportSession> {
    const call = await this.#calls.create(request);
    return await this.#connect(call, "CreateSession", request.signal);
  }

  async recover(remoteId: string, { signal }: TransportRequest): Promise<TransportSession | undefined> {
    const call = await this.#calls.find(remoteId, signal);
    return call === undefined ? undefined : await this.#connect(call, "Recover", signal);
  }

  async #connect(call: VapiCall, operation: string, signal: AbortSignal): Promise<TransportSession> {
    try {
      const socket = await VendorSocket.connect({
        provider: PROVIDER,
        operation,
        url: call.socketUrl,
        signal,
      });
      return this.#session(call, socket);
    } catch (error) {
      // The call exists and costs money until it is ended.
      await this.#endByRequest(call).catch(() => {});
      throw error;
    }
  }

  #session(call: VapiCall, socket: VendorSocket): TransportSession {
    const format = vapiFormat(this.#config);
    let closing: Promise<void> | undefined;
    return {
      remoteId: call.id,
      input: format,
      output: format,
      events: events(socket),
      send: (frame) => socket.send(frame),
      close: (signal) => {
        closing ??= (async () => {
          // A connection that broke is no end: the call may go on, and cost money.
          const isOver = socket.wasEnded;
          if (!isOver) await socket.send(JSON.stringify(END_CALL)).catch(() => {});
          await Promise.all([socket.close(), isOver ? undefined : this.#endByRequest(call, signal)]);
        })();
        return closing;
      },
    };
  }

  /** Ends a call where its control URL allows it; without one, closing the socket has to do. */
  async #endByRequest(
    { controlUrl }: VapiCall,
    signal: AbortSignal = AbortSignal.timeout(10_000),
  ): Promise<void> {
    if (controlUrl === undefined) return;
    const { control_key } = this.#config;
    await requestEnd({
      operation: "CloseSession",
      method: "POST",
      url: controlUrl,
      body: END_CALL,
      signal,
      ...(control_key !== undefined && { headers: { authorization: `Bearer ${control_key}` } }),
    });
  }
}

async function* events(socket: VendorSocket): AsyncGenerator<TransportEvent, void, undefined> {
  for await (const message of socket.messages) {
    if (message.type === "binary") yield { type: "audio", frame: message.data };
    else yield* readControl(message.text);
  }
}

/**
 * Control messages are Vapi's server messages; what is not one of those that matter here is passed on.
 *
 * @throws VoiceError `pipeline_error` for a text that is no message.
 */
function* readControl(text: string): Generator<TransportEvent> {
  const message = readObject(PROVIDER, text);
  const { type, role, transcript, transcriptType, status } = message;
  if (type === "transcript" && typeof transcript === "string") {
    const speaker = role === "user" ? "user" : "agent";
    yield { type: "transcript", speaker, text: transcript, final: transcriptType !== "partial" };
  } else if (
    type === "user-interrupted" ||
    (type === "speech-update" && status === "started" && role === "user")
  ) {
    yield { type: "interruption" };
  } else {
    yield { type: "message", message };
  }
}
