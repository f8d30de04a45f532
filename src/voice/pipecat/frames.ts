import type { ProtobufFrameSerializer } from "@pipecat-ai/websocket-transport";
import { importSdk } from "../failures.js";
import { malformed } from "../vendor-message.js";

/** An RTVI message, Pipecat's protocol between clients and bots. */
export interface RtviMessage {
  readonly label: "rtvi-ai";
  readonly type: string;
  readonly id: string;
  readonly data?: unknown;
}

/** What a frame of the bot holds. */
export type BotFrame =
  | { readonly type: "audio"; readonly audio: Uint8Array }
  | { readonly type: "message"; readonly message: RtviMessage }
  | { readonly type: "interruption" }
  /** A frame that says nothing to a client. */
  | { readonly type: "other" };

const NO_FRAME = "something that is no frame";

/** The first byte of a frame: field number and wire type of the only field in it. */
const INTERRUPTION_TAG = (5 << 3) | 2;
const KNOWN_TAGS: ReadonlySet<number> = new Set([1, 2, 3, 4, 5].map((field) => (field << 3) | 2));

/** Pipecat's own serializer, for bytes instead of browser objects. */
export class PipecatFrames {
  readonly #serializer: ProtobufFrameSerializer;

  private constructor(serializer: ProtobufFrameSerializer) {
    this.#serializer = serializer;
  }

  /** @throws VoiceError `sdk_not_installed`. */
  static async load(operation: string): Promise<PipecatFrames> {
    const sdk = await importSdk(
      operation,
      "voice backend pipecat",
      ["@pipecat-ai/websocket-transport", "@pipecat-ai/client-js"],
      () => import("@pipecat-ai/websocket-transport"),
    );
    return new PipecatFrames(new sdk.ProtobufFrameSerializer());
  }

  audio(frame: Uint8Array, sampleRate: number): Uint8Array {
    const samples = new Uint8Array(frame);
    return this.#serializer.serializeAudio(samples.buffer, sampleRate, 1);
  }

  message(message: RtviMessage): Uint8Array {
    return this.#serializer.serializeMessage(
      message as Parameters<ProtobufFrameSerializer["serializeMessage"]>[0],
    );
  }

  /** @throws VoiceError `pipeline_error` for bytes that are no frame. */
  async read(data: Uint8Array): Promise<BotFrame> {
    const tag = data[0];
    if (tag === INTERRUPTION_TAG) return { type: "interruption" };
    if (tag === undefined || !KNOWN_TAGS.has(tag)) throw malformed("pipecat", NO_FRAME);
    if (tag !== ((2 << 3) | 2) && tag !== ((4 << 3) | 2)) return { type: "other" };
    try {
      const frame = await this.#serializer.deserialize(new Blob([new Uint8Array(data)]));
      if (frame.type === "message") return { type: "message", message: frame.message as RtviMessage };
      const { buffer, byteOffset, byteLength } = frame.audio;
      return { type: "audio", audio: new Uint8Array(buffer, byteOffset, byteLength) };
    } catch (error) {
      throw malformed("pipecat", NO_FRAME, error);
    }
  }
}
