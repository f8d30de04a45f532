import { AsyncQueue } from "../async-queue.js";
import type {
  TransportEvent,
  TransportHealth,
  TransportRequest,
  TransportSession,
  VoiceTransport,
} from "../transport.js";
import { requestEnd, requestJson, type VendorRequest } from "../vendor-http.js";
import { VoiceError } from "../voice-error.js";
import { audioFormat } from "./protocol.js";
import type { VocodeConfig } from "./settings.js";

type Phone = NonNullable<VocodeConfig["phone"]>;

/** Phone calls of Vocode's hosted service; their audio stays on the line. */
export class PhoneTransport implements VoiceTransport {
  readonly #config: VocodeConfig;
  readonly #phone: Phone;

  constructor(config: VocodeConfig, phone: Phone) {
    this.#config = config;
    this.#phone = phone;
  }

  async probe(signal: AbortSignal): Promise<TransportHealth> {
    await this.#request("HealthCheck", "GET", "/v1/usage", signal);
    return { warnings: [] };
  }

  async open({ signal, once }: TransportRequest): Promise<TransportSession> {
    const { from_number, to_number, agent } = this.#phone;
    const body = { from_number, to_number, agent };
    const call = await once(() => this.#request("CreateSession", "POST", "/v1/calls/create", signal, body));
    return this.#call(callId(call));
  }

  async recover(remoteId: string, { signal }: TransportRequest): Promise<TransportSession | undefined> {
    const path = `/v1/calls?id=${encodeURIComponent(remoteId)}`;
    try {
      const call = (await this.#request("Recover", "GET", path, signal)) as { readonly status?: unknown };
      const goesOn = call?.status === "not_started" || call?.status === "in_progress";
      return goesOn ? this.#call(remoteId) : undefined;
    } catch (error) {
      if (VoiceError.isInstance(error) && error.status === 404) return undefined;
      throw error;
    }
  }

  #call(id: string): TransportSession {
    const events = new AsyncQueue<TransportEvent>();
    const format = audioFormat(this.#config);
    let closing: Promise<void> | undefined;
    return {
      remoteId: id,
      input: format,
      output: format,
      events,
      async send() {
        throw new VoiceError(
          "SendAudio",
          "session_not_active",
          "the audio of a phone call stays on the line",
          {
            retryable: false,
          },
        );
      },
      close: (signal) => {
        closing ??= (async () => {
          events.end();
          const path = `/v1/calls/end?id=${encodeURIComponent(id)}`;
          await requestEnd(this.#describe("CloseSession", "POST", path, signal));
        })();
        return closing;
      },
    };
  }

  #request(
    operation: string,
    method: "GET" | "POST",
    path: string,
    signal: AbortSignal,
    body?: object,
  ): Promise<unknown> {
    return requestJson(this.#describe(operation, method, path, signal, body));
  }

  #describe(
    operation: string,
    method: "GET" | "POST",
    path: string,
    signal: AbortSignal,
    body?: object,
  ): VendorRequest {
    const base = (this.#config.api_url ?? "https://api.vocode.dev").replace(/\/+$/, "");
    const headers = { authorization: `Bearer ${this.#config.api_key}` };
    return { operation, method, url: base + path, headers, signal, ...(body !== undefined && { body }) };
  }
}

function callId(call: unknown): string {
  const id = (call as { readonly id?: unknown } | undefined)?.id;
  if (typeof id === "string" && id !== "") return id;
  throw new VoiceError("CreateSession", "connection_failed", "vocode answered without the id of a call");
}
