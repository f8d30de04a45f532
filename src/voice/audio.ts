import { VoiceError } from "./voice-error.js";

/** How a stream of audio is written; all of them have one channel. */
export interface AudioFormat {
  /** `pcm_s16le`: signed 16-bit samples, little endian. `mulaw`: one byte a sample (G.711 µ-law). */
  readonly encoding: "pcm_s16le" | "mulaw";
  /** Samples per second. */
  readonly sampleRate: number;
}

/** A piece of audio, as the vendor cut it. */
export type AudioFrame = Uint8Array;

/** The bytes of one sample. */
function sampleBytes({ encoding }: AudioFormat): number {
  return encoding === "pcm_s16le" ? 2 : 1;
}

/** Throws a `VoiceError` (`invalid_format`) for a piece that ends within a sample. */
export function requireWholeSamples(operation: string, frame: AudioFrame, format: AudioFormat): void {
  if (frame.byteLength % sampleBytes(format) === 0) return;
  const message = `${frame.byteLength} bytes are not a whole number of samples`;
  throw new VoiceError(operation, "invalid_format", message);
}
