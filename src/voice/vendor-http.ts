import { credentialsIn, httpFailure, networkFailure, notJson, retryAfter } from "./failures.js";
import { VoiceError } from "./voice-error.js";
import { hostOf } from "./websocket/vendor-socket.js";

export interface VendorRequest {
  /** What is being done, for messages. */
  readonly operation: string;
  readonly method: "GET" | "POST" | "DELETE";
  /** May hold ids, but no credential. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly signal: AbortSignal;
}

/** An answer of more bytes is refused. */
const LARGEST_ANSWER_BYTES = 4 * 1024 * 1024;

/**
 * Calls a vendor's HTTP API once; retries are the backend's. Gives the parsed answer, undefined for an empty one.
 *
 * @throws VoiceError as `httpFailure` and `networkFailure` say; `connection_failed` for an answer that is no JSON.
 */
export async function requestJson(request: VendorRequest): Promise<unknown> {
  const { operation, method, url, headers, body, signal } = request;
  const response = await fetch(url, {
    method,
    headers: {
      accept: "application/json",
      ...(body !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    redirect: "error",
    signal,
  }).catch((error) => {
    if (signal.aborted) throw signal.reason;
    throw networkFailure(operation, hostOf(url), error);
  });
  const text = await readText(response, request);
  if (!response.ok) {
    const retryAfterMs = retryAfter(response.headers.get("retry-after"));
    const message = messageOf(text);
    throw httpFailure({
      operation,
      status: response.status,
      credentials: credentialsIn(headers),
      ...(message !== undefined && { message }),
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    });
  }
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw notJson(operation, hostOf(url), error);
  }
}

async function readText(response: Response, { operation, url, signal }: VendorRequest): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.byteLength;
      if (size > LARGEST_ANSWER_BYTES)
        throw new VoiceError(operation, "connection_failed", `${hostOf(url)} answered too much`);
      chunks.push(chunk);
    }
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw networkFailure(operation, hostOf(url), error);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** Ends something at the vendor's; what is gone there already is as good. */
export async function requestEnd(request: VendorRequest): Promise<void> {
  try {
    await requestJson(request);
  } catch (error) {
    const { status } = VoiceError.isInstance(error) ? error : {};
    if (status !== 404 && status !== 410) throw error;
  }
}

/** The sentence in an error's body, wherever the vendor puts it. */
function messageOf(text: string): string | undefined {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body !== "object" || body === null) return undefined;
    const fields = body as Record<string, unknown>;
    const message = fields.message ?? fields.error ?? fields.detail ?? fields.msg;
    if (typeof message === "string") return message;
    return Array.isArray(message) ? message.map(String).join("; ") : undefined;
  } catch {
    return text.length < 200 && !text.trimStart().startsWith("<") ? text : undefined;
  }
}
