import { AsyncQueue } from "../../async-queue.js";
import type { AudioFrame } from "../../audio.js";
import { readBase64, readObject } from "../../vendor-message.js";
import { VoiceError } from "../../voice-error.js";
import type { VendorSocket } from "../../websocket/vendor-socket.js";

const PROVIDER = "cartesia tts";

/** One WebSocket on which many texts are spoken, each in a context of its own. */
export class SpeechSocket {
  readonly #socket: VendorSocket;
  readonly #contexts: Map<string, AsyncQueue<AudioFrame>> = new Map();
  #closed = false;

  constructor(socket: VendorSocket) {
    this.#socket = socket;
    void this.#read();
  }

  /** Whether nothing can be said on it any more. */
  get isLost(): boolean {
    return this.#socket.messages.ended;
  }

  /** The audio of a context, until it is done. */
  listen(contextId: string): AsyncQueue<AudioFrame> {
    const queue = new AsyncQueue<AudioFrame>();
    if (this.#socket.messages.ended) queue.end(lost());
    else this.#contexts.set(contextId, queue);
    return queue;
  }

  send(request: object): Promise<void> {
    return this.#socket.send(JSON.stringify(request));
  }

  /** Ends a context here and at the vendor's; what is still on its way is dropped. */
  async cancel(contextId: string): Promise<void> {
    const queue = this.#contexts.get(contextId);
    if (queue === undefined) return;
    this.#contexts.delete(contextId);
    queue.end();
    queue.clear();
    await this.send({ context_id: contextId, cancel: true }).catch(() => {});
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#socket.close();
  }

  async #read(): Promise<void> {
    let failure: unknown;
    try {
      for await (const message of this.#socket.messages) {
        if (message.type === "text") await this.#take(message.text);
      }
    } catch (error) {
      failure = error;
    }
    for (const queue of this.#contexts.values()) queue.end(this.#closed ? undefined : (failure ?? lost()));
    this.#contexts.clear();
  }

  async #take(text: string): Promise<void> {
    const event = readObject(PROVIDER, text);
    const contextId = String(event.context_id ?? "");
    const queue = this.#contexts.get(contextId);
    if (queue === undefined) return;
    if (event.type === "chunk") {
      // A slow listener slows the socket down; nothing is dropped.
      await queue.room();
      queue.push(readBase64(PROVIDER, event.data));
    } else if (event.type === "done" || event.type === "error") {
      this.#contexts.delete(contextId);
      queue.end(event.type === "error" ? failed(event) : undefined);
    }
  }
}

function failed(event: Readonly<Record<string, unknown>>): VoiceError {
  const said = String(event.message ?? event.title ?? event.error ?? "no reason given");
  return new VoiceError("ProcessAudio", "pipeline_error", `cartesia tts failed: ${said}`);
}

function lost(): VoiceError {
  return new VoiceError("ProcessAudio", "connection_failed", "cartesia tts closed the connection");
}
