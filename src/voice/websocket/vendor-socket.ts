import type { ClientOptions, RawData, WebSocket } from "ws";
import { AsyncQueue } from "../async-queue.js";
import {
  credentialsIn,
  httpFailure,
  importSdk,
  networkFailure,
  retryAfter,
  vendorText,
} from "../failures.js";
import { VoiceError } from "../voice-error.js";

/** One message of a vendor's WebSocket. */
export type SocketMessage =
  | { readonly type: "binary"; readonly data: Uint8Array }
  | { readonly type: "text"; readonly text: string };

export interface VendorSocketOptions {
  /** Id of the provider, for messages. */
  readonly provider: string;
  /** What is being done, for messages. */
  readonly operation: string;
  /** May hold a token, so it is in no message. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly protocols?: readonly string[];
  readonly signal: AbortSignal;
  /** The largest message that is accepted, in bytes. Default: 1 MiB. */
  readonly maxMessageBytes?: number;
}

/** The codes with which a side closes that has nothing to complain about. */
const IN_ORDER: ReadonlySet<number> = new Set([1000, 1001]);
/** Above so many bytes on their way, `send` waits. */
const SEND_LIMIT_BYTES = 256 * 1024;
/** How long the other side may take to answer our close. */
const CLOSE_GRACE_MS = 1000;

/**
 * An open WebSocket as a stream of messages with back-pressure both ways: a slow reader stops the reading from the network, and
 * `send` waits while the network is slow.
 */
export class VendorSocket {
  /** What the vendor sends, until the connection ends; throws `connection_failed` when it broke or was refused. */
  readonly messages: AsyncQueue<SocketMessage>;
  readonly #socket: WebSocket;
  readonly #closed: Promise<void>;
  #opened = false;
  #closing = false;
  #closeCode: number | undefined;

  private constructor(socket: WebSocket, { provider, url, operation, headers }: VendorSocketOptions) {
    this.#socket = socket;
    const credentials = credentialsIn(headers);
    this.messages = new AsyncQueue({ onPause: () => socket.pause(), onResume: () => socket.resume() });
    socket.on("message", (data: RawData, isBinary: boolean) => {
      this.messages.push(
        isBinary
          ? { type: "binary", data: bytes(data) }
          : { type: "text", text: bytes(data).toString("utf8") },
      );
    });
    this.#closed = new Promise((resolve) => {
      socket.on("error", (error) => {
        const during = this.#opened ? "Session" : operation;
        this.messages.end(this.#closing ? undefined : networkFailure(during, hostOf(url), error));
      });
      socket.on("close", (code, reason) => {
        this.#closeCode = code;
        this.messages.end(
          this.#closing || IN_ORDER.has(code) ? undefined : broken(provider, code, reason, credentials),
        );
        resolve();
      });
    });
  }

  /**
   * Connects.
   *
   * @throws VoiceError as `httpFailure` says when the upgrade is refused; `connection_failed`, `connection_timeout`,
   *   `sdk_not_installed`; the signal's reason.
   */
  static async connect(options: VendorSocketOptions): Promise<VendorSocket> {
    const { provider, operation, url, signal } = options;
    const { WebSocket } = await importSdk(operation, `voice backend ${provider}`, "ws", () => import("ws"));
    signal.throwIfAborted();
    const clientOptions: ClientOptions = {
      headers: { ...options.headers },
      maxPayload: options.maxMessageBytes ?? 1024 * 1024,
      perMessageDeflate: false,
      followRedirects: false,
    };
    const socket = new WebSocket(url, [...(options.protocols ?? [])], clientOptions);
    // From the first moment: a message may come together with the answer to the upgrade.
    const vendorSocket = new VendorSocket(socket, options);
    await new Promise<void>((resolve, reject) => {
      const abort = (): void => {
        reject(signal.reason);
        socket.terminate();
      };
      signal.addEventListener("abort", abort, { once: true });
      const settle = (action: () => void): void => {
        signal.removeEventListener("abort", abort);
        action();
      };
      socket.once("open", () => settle(resolve));
      socket.once("unexpected-response", (_request, response) => {
        const status = response.statusCode ?? 0;
        const retryAfterMs = retryAfter(response.headers["retry-after"]);
        settle(() =>
          reject(httpFailure({ operation, status, ...(retryAfterMs !== undefined && { retryAfterMs }) })),
        );
        response.destroy();
        socket.terminate();
      });
      socket.once("error", (error) => settle(() => reject(networkFailure(operation, hostOf(url), error))));
    });
    vendorSocket.#opened = true;
    return vendorSocket;
  }

  /** Whether the vendor has closed the connection, in order: it knows that all is over. */
  get wasEnded(): boolean {
    return !this.#closing && this.#closeCode !== undefined && IN_ORDER.has(this.#closeCode);
  }

  /** Sends a text or bytes; waits while too much is on its way. */
  async send(data: string | Uint8Array): Promise<void> {
    const socket = this.#socket;
    if (socket.readyState !== socket.OPEN) {
      throw new VoiceError("SendAudio", "session_not_active", "the connection to the vendor is closed");
    }
    const sent = new Promise<void>((resolve, reject) => {
      socket.send(data, (error) => {
        if (error)
          reject(new VoiceError("SendAudio", "connection_failed", "the connection broke", { cause: error }));
        else resolve();
      });
    });
    if (socket.bufferedAmount > SEND_LIMIT_BYTES) return await sent;
    // Nobody waits for this one; a failure shows in `messages`.
    sent.catch(() => {});
  }

  /** Closes in order, or by force when the other side does not answer. Resolves when the socket is gone. */
  async close(code = 1000): Promise<void> {
    this.#closing ||= this.#closeCode === undefined;
    const socket = this.#socket;
    // Before anything else: what still comes must not fill the queue again and pause the socket, which would not see the answer.
    this.messages.end();
    this.messages.clear();
    if (socket.readyState === socket.CONNECTING) socket.terminate();
    else if (socket.readyState !== socket.CLOSED) {
      socket.resume();
      socket.close(code);
      const timer = setTimeout(() => socket.terminate(), CLOSE_GRACE_MS);
      await this.#closed;
      clearTimeout(timer);
    }
  }
}

function bytes(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}

/** Host and port of a URL, the only part of it that may be shown. */
export function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return "the vendor";
  }
}

function broken(provider: string, code: number, reason: Buffer, credentials: readonly string[]): VoiceError {
  const said = reason.length === 0 ? "" : `: ${vendorText(reason.toString("utf8"), credentials)}`;
  return new VoiceError("Session", "connection_failed", `${provider} closed the connection (${code}${said})`);
}
