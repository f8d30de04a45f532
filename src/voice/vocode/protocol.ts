import type { AudioFormat } from "../audio.js";
import type { TransportEvent } from "../transport.js";
import { malformed, readBase64, readObject } from "../vendor-message.js";
import type { VocodeConfig } from "./settings.js";

const PROVIDER = "vocode";

/** The first message: how audio is written. Names are those of the wire. */
export function startMessage(config: VocodeConfig, conversationId: string): object {
  const { sample_rate, audio_encoding, chunk_size, downsampling, subscribe_transcript } = config;
  return {
    type: "websocket_audio_config_start",
    input_audio_config: {
      sampling_rate: sample_rate ?? 16_000,
      audio_encoding: audio_encoding ?? "linear16",
      chunk_size: chunk_size ?? 2048,
      ...(downsampling !== undefined && { downsampling }),
    },
    output_audio_config: {
      sampling_rate: sample_rate ?? 16_000,
      audio_encoding: audio_encoding ?? "linear16",
    },
    conversation_id: conversationId,
    subscribe_transcript: subscribe_transcript ?? true,
  };
}

export function audioFormat({ audio_encoding, sample_rate }: VocodeConfig): AudioFormat {
  return { encoding: audio_encoding === "mulaw" ? "mulaw" : "pcm_s16le", sampleRate: sample_rate ?? 16_000 };
}

export function audioMessage(frame: Uint8Array): object {
  return { type: "websocket_audio", data: Buffer.from(frame).toString("base64") };
}

/** What a message of the server means; `ready` once, undefined for what says nothing to us. */
export function readMessage(text: string): TransportEvent | "ready" | undefined {
  const message = readObject(PROVIDER, text);
  switch (message.type) {
    case "websocket_ready":
      return "ready";
    case "websocket_audio":
      return { type: "audio", frame: withoutWavHeader(readBase64(PROVIDER, message.data)) };
    case "websocket_transcript": {
      const speaker = message.sender === "human" ? "user" : "agent";
      return { type: "transcript", speaker, text: String(message.text ?? ""), final: true };
    }
    default:
      return { type: "message", message };
  }
}

/** Vocode puts a WAV header before each chunk; what follows its `data` is the audio. */
export function withoutWavHeader(chunk: Uint8Array): Uint8Array {
  const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  if (
    buffer.length < 12 ||
    buffer.toString("latin1", 0, 4) !== "RIFF" ||
    buffer.toString("latin1", 8, 12) !== "WAVE"
  ) {
    return chunk;
  }
  for (let at = 12; at + 8 <= buffer.length; ) {
    const size = buffer.readUInt32LE(at + 4);
    const start = at + 8;
    // A header that was written before the length was known gives a size beyond the end.
    if (buffer.toString("latin1", at, at + 4) === "data") {
      return chunk.subarray(start, Math.min(start + size, chunk.byteLength));
    }
    at = start + size + (size % 2);
  }
  throw malformed(PROVIDER, "a WAV header without data");
}
