import type { VoiceSession } from "../../../src/voice/backend.js";

/** A sine tone as 16-bit samples. */
export function sine(frequency: number, sampleRate: number, seconds: number): Buffer {
  const samples = new Int16Array(Math.round(sampleRate * seconds));
  for (let index = 0; index < samples.length; index++) {
    samples[index] = Math.round(8000 * Math.sin((2 * Math.PI * frequency * index) / sampleRate));
  }
  return Buffer.from(samples.buffer);
}

/** A piece of audio in frames of so many bytes. */
export function* audioOf(audio: Buffer, bytes: number): Generator<Buffer> {
  for (let at = 0; at < audio.length; at += bytes) yield audio.subarray(at, at + bytes);
}

/** What a session receives, until there is so much of it or the session has ended. */
export async function collectAudio(session: VoiceSession, bytes: number): Promise<Buffer> {
  const frames: Uint8Array[] = [];
  let size = 0;
  for await (const frame of session.receiveAudio()) {
    frames.push(frame);
    size += frame.byteLength;
    if (size >= bytes) break;
  }
  return Buffer.concat(frames);
}

export function samplesOf(audio: Buffer): Int16Array {
  return new Int16Array(new Uint8Array(audio).buffer, 0, audio.byteLength >> 1);
}

/** The largest share that one frequency has in the energy of any tenth of a second (Goertzel's algorithm). */
export function shareOfTone(samples: Int16Array, frequency: number, sampleRate: number): number {
  const length = sampleRate / 10;
  const coefficient = 2 * Math.cos((2 * Math.PI * frequency) / sampleRate);
  let largest = 0;
  for (let start = 0; start + length <= samples.length; start += length) {
    let [previous, before, energy] = [0, 0, 0];
    for (const sample of samples.subarray(start, start + length)) {
      [previous, before] = [sample + coefficient * previous - before, previous];
      energy += sample * sample;
    }
    const power = previous * previous + before * before - coefficient * previous * before;
    if (energy > length * 1000 * 1000) largest = Math.max(largest, (2 * power) / (length * energy));
  }
  return largest;
}
