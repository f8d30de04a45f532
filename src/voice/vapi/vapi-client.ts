import type { Vapi, VapiClient } from "@vapi-ai/server-sdk";
import { httpFailure, importSdk, networkFailure, retryAfter } from "../failures.js";
import type { TransportRequest } from "../transport.js";
import { VoiceError } from "../voice-error.js";
import { hostOf } from "../websocket/vendor-socket.js";
import { type VapiConfig, vapiFormat } from "./settings.js";

const DEFAULT_URL = "https://api.vapi.ai";

/** The SDK's own time-out, out of the way of the backend's, which is 5 minutes at most. */
const LONGEST_S = 600;

/** A call as far as it matters here. */
export interface VapiCall {
  readonly id: string;
  /** Where the audio flows. */
  readonly socketUrl: string;
  /** Where it can be ended. */
  readonly controlUrl: string | undefined;
}

/** Vapi's SDK with this provider's config and errors. Its own retries are off: it would create a call twice. */
export class VapiCalls {
  readonly #config: VapiConfig;

  constructor(config: VapiConfig) {
    this.#config = config;
  }

  /** Asks for one call: the cheapest request that proves the key. */
  async check(signal: AbortSignal): Promise<void> {
    await this.#request("HealthCheck", (client) => client.calls.list({ limit: 1 }, { abortSignal: signal }));
  }

  /** Creates a call, once: Vapi knows no idempotency key, so a failure that may have created it is not retried. */
  async create({ sessionId, signal, once }: TransportRequest): Promise<VapiCall> {
    const body = callRequest(this.#config, sessionId);
    const call = await once(() =>
      this.#request("CreateSession", (client) => client.calls.create(body, { abortSignal: signal })),
    );
    return readCall(call);
  }

  /** Whether a call of an earlier process still goes on. */
  async find(id: string, signal: AbortSignal): Promise<VapiCall | undefined> {
    try {
      const call = await this.#request("Recover", (client) =>
        client.calls.get({ id }, { abortSignal: signal }),
      );
      return call.status === "ended" ? undefined : readCall(call);
    } catch (error) {
      if (VoiceError.isInstance(error) && error.status === 404) return undefined;
      throw error;
    }
  }

  async #request<Answer>(operation: string, send: (client: VapiClient) => Promise<Answer>): Promise<Answer> {
    const name = "@vapi-ai/server-sdk";
    const sdk = await importSdk(operation, "voice backend vapi", name, () => import("@vapi-ai/server-sdk"));
    const { api_key: token, api_url: baseUrl = DEFAULT_URL } = this.#config;
    let failure: unknown;
    const client = new sdk.VapiClient({
      token,
      baseUrl,
      maxRetries: 0,
      timeoutInSeconds: LONGEST_S,
      // The SDK forgets its timer when a request fails, and a timer keeps the process alive: so for the SDK none fails.
      fetch: async (input, init) => {
        try {
          return await fetch(input, init);
        } catch (error) {
          failure = error;
          return new Response(null, { status: 503 });
        }
      },
    });
    try {
      return await send(client);
    } catch (error) {
      if (failure !== undefined) throw networkFailure(operation, hostOf(baseUrl), failure);
      const isAnswer = error instanceof sdk.VapiError && error.statusCode !== undefined;
      throw isAnswer
        ? apiFailure(operation, error as ApiError, token)
        : networkFailure(operation, hostOf(baseUrl), error);
    }
  }
}

interface ApiError extends Error {
  readonly statusCode: number;
  readonly body?: unknown;
  readonly rawResponse?: { readonly headers: Headers };
}

function apiFailure(operation: string, error: ApiError, key: string): VoiceError {
  const retryAfterMs = retryAfter(error.rawResponse?.headers.get("retry-after"));
  const said = (error.body as { readonly message?: unknown } | undefined)?.message;
  const message = Array.isArray(said)
    ? said.map(String).join("; ")
    : typeof said === "string"
      ? said
      : undefined;
  return httpFailure({
    operation,
    status: error.statusCode,
    credentials: [key],
    ...(message !== undefined && { message }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

function callRequest(config: VapiConfig, name: string): Vapi.CreateCallDto {
  const { assistant_id, assistant, squad_id, workflow_id, assistant_overrides } = config;
  const { encoding, sampleRate } = vapiFormat(config);
  // The SDK types the name of a format as an object; on the wire it is a text.
  const format = encoding as unknown as Record<string, unknown>;
  return {
    name: config.name ?? name,
    ...(assistant_id !== undefined && { assistantId: assistant_id }),
    ...(assistant !== undefined && { assistant: assistant as Vapi.CreateAssistantDto }),
    ...(squad_id !== undefined && { squadId: squad_id }),
    ...(workflow_id !== undefined && { workflowId: workflow_id }),
    ...(assistant_overrides !== undefined && {
      assistantOverrides: assistant_overrides as Vapi.AssistantOverrides,
    }),
    transport: { provider: "vapi.websocket", audioFormat: { format, container: "raw", sampleRate } },
  };
}

function readCall(answer: Vapi.Call | Vapi.CallBatchResponse): VapiCall {
  const call = answer as {
    readonly id?: unknown;
    readonly transport?: object;
    readonly monitor?: Vapi.Monitor;
  };
  // The SDK's types leave the URL of the audio out.
  const socketUrl = (call.transport as { readonly websocketCallUrl?: unknown } | undefined)?.websocketCallUrl;
  if (typeof call.id !== "string" || typeof socketUrl !== "string" || !/^wss?:\/\//.test(socketUrl)) {
    throw new VoiceError("CreateSession", "connection_failed", "vapi answered without a call to connect to", {
      retryable: false,
    });
  }
  return { id: call.id, socketUrl, controlUrl: call.monitor?.controlUrl };
}
